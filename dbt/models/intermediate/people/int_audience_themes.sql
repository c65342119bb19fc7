{{
    config(
        tags=['by_day'],
        materialized='incremental',
        incremental_strategy='changed_days',
        meta={'day': 'date', 'changed': 'chg_audience_days_to_rebuild'}
    )
}}

with days as (
    select * from {{ ref('int_days_listed') }}
    where {{ only_days('date', 'chg_audience_days_to_rebuild') }}
),

posts as (
    select * from {{ ref('fct_posts') }}
    where
        audience is not null
        and {{ only_since('created_date', 27, 'chg_audience_days_to_rebuild') }}
),

post_themes as (
    select * from {{ ref('fct_post_themes') }}
    where {{ only_since('created_date', 27, 'chg_audience_days_to_rebuild') }}
),

spoken as (
    select
        community_id,
        created_date as date,
        audience,
        count(model) as posts
    from posts
    group by community_id, created_date, audience
),

spoken_themes as (
    select
        posts.community_id,
        posts.created_date as date,
        posts.audience,
        post_themes.theme_id,
        count(*) as posts
    from posts
    inner join post_themes
        on
            posts.community_id = post_themes.community_id
            and posts.network = post_themes.network
            and posts.post_id = post_themes.post_id
    group by posts.community_id, posts.created_date, posts.audience, post_themes.theme_id
),

window_posts as (
    select
        days.community_id,
        days.date,
        spoken.audience,
        sum(spoken.posts) as audience_posts,
        sum(sum(spoken.posts)) over (partition by days.community_id, days.date) as every_post
    from days
    inner join spoken
        on
            days.community_id = spoken.community_id
            and spoken.date between days.date - 27 and days.date
    group by days.community_id, days.date, spoken.audience
),

window_themes as (
    select
        days.community_id,
        days.date,
        spoken_themes.audience,
        spoken_themes.theme_id,
        sum(spoken_themes.posts) as theme_posts,
        sum(sum(spoken_themes.posts)) over (
            partition by days.community_id, days.date, spoken_themes.theme_id
        ) as every_theme_post
    from days
    inner join spoken_themes
        on
            days.community_id = spoken_themes.community_id
            and spoken_themes.date between days.date - 27 and days.date
    group by days.community_id, days.date, spoken_themes.audience, spoken_themes.theme_id
)

-- A ratio of rates, drawn towards 1 by five posts that speak of the theme as everybody does: few
-- posts say little about a taste.
select
    themes.community_id,
    themes.date,
    themes.audience,
    themes.theme_id,
    themes.every_theme_post / posts.every_post as usual,
    round(
        (themes.theme_posts + 5 * usual) / (posts.audience_posts + 5) / usual, 4
    )::decimal(9, 4) as theme_affinity
from window_themes as themes
inner join window_posts as posts
    on
        themes.community_id = posts.community_id
        and themes.date = posts.date
        and themes.audience = posts.audience
where themes.theme_posts >= 3
qualify row_number() over (
    partition by themes.community_id, themes.date, themes.audience
    order by theme_affinity desc, themes.theme_id
) = 1
