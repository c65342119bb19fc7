{{
    config(
        tags=['by_day'],
        materialized='incremental',
        incremental_strategy='changed_days',
        meta={'day': 'date', 'changed': 'chg_days_to_rebuild'}
    )
}}

with posts as (
    select * from {{ ref('int_posts_read') }}
    where not is_brand and {{ only_days('created_date', 'chg_days_to_rebuild') }}
),

days as (
    select * from {{ ref('int_days_listed') }}
    where {{ only_days('date', 'chg_days_to_rebuild') }}
),

answers as (
    select * from {{ ref('int_replies_paired') }}
    where is_brand and not parent_is_brand and {{ only_since('created_date', 89) }}
),

first_answers as (
    select
        community_id,
        network,
        parent_post_id as post_id,
        min(created_at) as answered_at
    from answers
    where created_at between parent_created_at and parent_created_at + interval 7 days
    group by community_id, network, parent_post_id
),

answering_days as (
    select distinct
        community_id,
        created_date as date
    from answers
),

-- Whether the brand is known to answer at all in these months: a source may not show its answers.
answered_months as (
    select distinct
        days.community_id,
        days.date
    from days
    inner join answering_days
        on
            days.community_id = answering_days.community_id
            and answering_days.date between days.date - 89 and days.date + 7
),

asked as (
    select
        posts.community_id,
        posts.created_date as date,
        date_diff('second', posts.created_at, first_answers.answered_at) as seconds,
        posts.is_question or posts.is_complaint as asks,
        answered_months.community_id is not null as is_answering
    from posts
    left join first_answers
        on
            posts.community_id = first_answers.community_id
            and posts.network = first_answers.network
            and posts.post_id = first_answers.post_id
    left join answered_months
        on
            posts.community_id = answered_months.community_id
            and posts.created_date = answered_months.date
),

counted as (
    select
        community_id,
        date,
        median(seconds) / 60 as response_minutes_median,
        bool_or(is_answering) as is_answering,
        count_if(asks) as asked,
        count(seconds) filter (where asks) as answered
    from asked
    group by community_id, date
)

select
    community_id,
    date,
    response_minutes_median::decimal(12, 2) as response_minutes_median,
    case when is_answering then {{ share('answered / nullif(asked, 0)') }} end as answered_share
from counted
