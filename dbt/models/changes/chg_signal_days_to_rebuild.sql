{{ config(tags=['by_day']) }}

with checked as (
    select * from {{ ref('chg_series_fingerprinted') }}
),

checked_before as (
    select * from {{ last_build('series') }}
)

select
    coalesce(checked.community_id, checked_before.community_id) as community_id,
    coalesce(checked.date, checked_before.date) as date
from checked
full join checked_before
    on checked.community_id = checked_before.community_id and checked.date = checked_before.date
where checked.checksum is distinct from checked_before.checksum
union
select
    community_id,
    date
from {{ ref('chg_days_to_rebuild') }}
