{{ config(materialized='ephemeral') }}

with posts as (
    select * from {{ ref('int_signal_posts') }}
),

causes as (
    select * from {{ ref('int_signal_causes') }}
),

days as (
    select distinct
        community_id,
        date
    from posts
),

post_themes as (
    select * from {{ ref('fct_post_themes') }}
    where (community_id, created_date) in (select * from days)
),

author_days as (
    select * from {{ ref('fct_author_days') }}
    where (community_id, date) in (select * from days)
)

select
    posts.community_id,
    posts.date,
    posts.signal_id,
    posts.network,
    posts.post_id,
    posts.author_id,
    posts.sentiment,
    author_days.audience
from posts
left join causes
    on
        posts.community_id = causes.community_id
        and posts.date = causes.date
        and posts.signal_id = causes.signal_id
left join post_themes
    on
        posts.community_id = post_themes.community_id
        and posts.network = post_themes.network
        and posts.post_id = post_themes.post_id
        and causes.theme_id = post_themes.theme_id
left join author_days
    on
        posts.community_id = author_days.community_id
        and posts.author_id = author_days.author_id
        and posts.date = author_days.date
where causes.theme_id is null or post_themes.theme_id is not null
