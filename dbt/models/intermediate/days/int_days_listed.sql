with posts as (
    select * from {{ ref('int_posts_current') }}
),

nights as (
    select * from {{ ref('stg_cmr__nights') }}
),

spans as (
    select
        posts.community_id,
        posts.industry,
        min(posts.created_date) as first_date,
        max(nights.last_night) as last_date
    from posts
    inner join nights on posts.community_id = nights.community_id
    group by posts.community_id, posts.industry
)

select
    community_id,
    industry,
    unnest(generate_series(first_date, last_date, interval 1 day))::date as date
from spans
