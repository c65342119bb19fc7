{{ config(materialized='ephemeral') }}

with posts as (
    select * from {{ ref('int_signal_posts') }}
),

sizes as (
    select
        community_id,
        date,
        signal_id,
        count(*) as posts
    from posts
    group by community_id, date, signal_id
),

usual as (
    select
        community_id,
        date,
        subject as theme_id,
        level
    from {{ ref('int_series_expected') }}
    where metric = 'theme'
),

days as (
    select distinct
        community_id,
        date
    from sizes
),

post_themes as (
    select * from {{ ref('fct_post_themes') }}
    where (community_id, created_date) in (select * from days)
),

themes as (
    select
        posts.community_id,
        posts.date,
        posts.signal_id,
        post_themes.theme_id,
        count(*) as theme_posts
    from posts
    inner join post_themes
        on
            posts.community_id = post_themes.community_id
            and posts.network = post_themes.network
            and posts.post_id = post_themes.post_id
            and (posts.metric != 'theme' or posts.subject = post_themes.theme_id)
    group by posts.community_id, posts.date, posts.signal_id, post_themes.theme_id
),

-- How many posts more than its usual share would give; a fifth of all at least, or it explains
-- little.
compared as (
    select
        themes.*,
        sizes.posts,
        themes.theme_posts - sizes.posts * coalesce(usual.level, 0) as excess
    from themes
    inner join sizes
        on
            themes.community_id = sizes.community_id
            and themes.date = sizes.date
            and themes.signal_id = sizes.signal_id
    left join usual
        on
            themes.community_id = usual.community_id
            and themes.date = usual.date
            and themes.theme_id = usual.theme_id
    where excess > 0 and 5 * themes.theme_posts >= sizes.posts
)

select
    community_id,
    date,
    signal_id,
    theme_id,
    theme_posts / posts as theme_share
from compared
qualify row_number() over (
    partition by community_id, date, signal_id
    order by excess desc, theme_id
) = 1
