{{ config(tags=['by_day']) }}

with checked as (
    select * from {{ ref('chg_days_fingerprinted') }}
),

checked_before as (
    select * from {{ last_build('days') }}
),

unread_before as (
    select * from {{ last_build('unread') }}
),

readings as (
    select * from {{ ref('stg_cmr__readings') }}
),

active_model as (
    select max(model) as model from {{ ref('stg_cmr__model') }}
),

said_otherwise as (
    select
        coalesce(checked.community_id, checked_before.community_id) as community_id,
        coalesce(checked.date, checked_before.date) as date
    from checked
    full join checked_before
        on checked.community_id = checked_before.community_id and checked.date = checked_before.date
    where
        (checked.posts, checked.said_checksum)
        is distinct from (checked_before.posts, checked_before.said_checksum)
),

counted_otherwise as (
    select
        checked.community_id,
        checked.date
    from checked
    inner join checked_before
        on checked.community_id = checked_before.community_id and checked.date = checked_before.date
    where checked.counted_checksum != checked_before.counted_checksum
),

-- Posts that had no reading when the last build ended, and have one now.
read_since as (
    select
        unread_before.community_id,
        unread_before.date
    from unread_before
    inner join readings
        on
            unread_before.text_hash = readings.text_hash
            and unread_before.industry = readings.industry
            and unread_before.pack_version = readings.pack_version
    inner join active_model on readings.model = active_model.model
),

changed as (
    select
        *,
        true as is_said_otherwise
    from said_otherwise
    union all
    select
        *,
        true as is_said_otherwise
    from read_since
    union all
    select
        *,
        false as is_said_otherwise
    from counted_otherwise
)

select
    community_id,
    date,
    bool_or(is_said_otherwise) as is_said_otherwise
from changed
group by community_id, date
