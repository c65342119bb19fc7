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

followers as (
    select
        community_id,
        author_id,
        created_date as date,
        max(followers) as followers
    from {{ ref('int_posts_current') }}
    where
        not is_brand
        and followers is not null
        and {{ only_days('created_date', 'chg_days_to_rebuild') }}
    group by community_id, author_id, created_date
),

answers as (
    select
        community_id,
        author_id,
        created_date as date,
        count(*) as answers
    from {{ ref('int_replies_paired') }}
    where
        not is_brand
        and not parent_is_brand
        and parent_author_id != author_id
        and parent_asks
        and {{ only_days('created_date', 'chg_days_to_rebuild') }}
    group by community_id, author_id, created_date
),

counted as (
    select
        community_id,
        industry,
        author_id,
        created_date as date,
        count(*) as posts,
        count_if(is_question) as questions,
        count_if(is_complaint) as complaints,
        count_if(is_praise) as praises
    from posts
    group by community_id, industry, author_id, created_date
)

select
    counted.community_id,
    counted.industry,
    counted.author_id,
    counted.date,
    counted.posts,
    coalesce(answers.answers, 0) as answers,
    counted.questions,
    counted.complaints,
    counted.praises,
    followers.followers
from counted
left join answers
    on
        counted.community_id = answers.community_id
        and counted.author_id = answers.author_id
        and counted.date = answers.date
left join followers
    on
        counted.community_id = followers.community_id
        and counted.author_id = followers.author_id
        and counted.date = followers.date
order by counted.date
