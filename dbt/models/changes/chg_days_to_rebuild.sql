{{ config(tags=['by_day']) }}

with changed as (
    select * from {{ ref('chg_days_compared') }}
),

touched as (
    select * from {{ ref('chg_days_to_reread') }}
),

listed as (
    select
        community_id,
        date
    from {{ ref('int_days_listed') }}
),

listed_before as (
    select
        community_id,
        date
    from {{ last_build('calendar') }}
),

starts as (
    select
        community_id,
        min(date) as first_date
    from listed
    group by community_id
),

starts_before as (
    select
        community_id,
        min(date) as first_date
    from listed_before
    group by community_id
),

-- Who is new depends on when a community is first known.
restarted as (
    select starts.community_id
    from starts
    left join starts_before on starts.community_id = starts_before.community_id
    where starts.first_date is distinct from starts_before.first_date
),

-- A post that changed is seen otherwise by who answered it, however late.
answered as (
    select distinct
        community_id,
        created_date as date
    from {{ ref('int_replies_paired') }}
    where (community_id, parent_created_date) in (select * from touched)
),

-- What is written on a day follows a post of up to 169 hours before (int_feelings_followed): the eighth day back.
spread as (
    select
        community_id,
        unnest(generate_series(date - 8, date + 89, interval 1 day))::date as date
    from touched
    union
    select
        community_id,
        unnest(generate_series(date, date + 89, interval 1 day))::date as date
    from answered
)

select distinct
    community_id,
    date
from spread
union
-- New figures change the marts of their own day only.
select
    community_id,
    date
from changed
union
select
    listed.community_id,
    listed.date
from listed
semi join restarted on listed.community_id = restarted.community_id
union
-- Days without posts that joined or left the calendar.
select
    listed.community_id,
    listed.date
from listed
anti join listed_before
    on listed.community_id = listed_before.community_id and listed.date = listed_before.date
union
select
    listed_before.community_id,
    listed_before.date
from listed_before
anti join listed
    on listed_before.community_id = listed.community_id and listed_before.date = listed.date
