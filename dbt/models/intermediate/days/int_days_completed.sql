{{
    config(
        tags=['by_day'],
        materialized='incremental',
        incremental_strategy='changed_days',
        meta={'day': 'date', 'changed': 'chg_days_to_rebuild'}
    )
}}

{%- set busy, enough_days, early_hours = 10, 7, 2 %}

with posts as (
    select * from {{ ref('int_posts_current') }}
    where not is_brand and {{ only_since('created_date', 28) }}
),

ends as (
    select
        community_id,
        created_date as date,
        max(local_hour) as last_hour,
        count(*) as posts
    from posts
    group by community_id, created_date
),

usual as (
    select
        *,
        quantile_disc(case when posts >= {{ busy }} then last_hour end, 0.1) over month_before as usual_last_hour,
        count(*) filter (where posts >= {{ busy }}) over month_before as busy_days
    from ends
    window month_before as (
        partition by community_id
        order by date
        range between interval 28 days preceding and interval 1 day preceding
    )
)

select
    community_id,
    date,
    busy_days < {{ enough_days }} or last_hour > usual_last_hour - {{ early_hours }} as is_complete_day
from usual
where {{ only_days('date', 'chg_days_to_rebuild') }}
order by date
