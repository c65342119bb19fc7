{{ config(tags=['by_day']) }}

with affected as (
    select * from {{ ref('chg_days_to_rebuild') }}
),

listed as (
    select * from {{ ref('int_days_listed') }}
),

spans as (
    select
        community_id,
        max(date) as last_date
    from listed
    group by community_id
)

select
    affected.community_id,
    affected.date
from affected
union
select
    affected.community_id,
    unnest(
        generate_series(affected.date, least(affected.date + 90, spans.last_date), interval 1 day)
    )::date as date
from affected
inner join spans on affected.community_id = spans.community_id
