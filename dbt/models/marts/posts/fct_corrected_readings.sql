{{ config(tags=['by_day']) }}

with posts as (
    select * from {{ ref('int_posts_read') }}
    where len(corrected) > 0
),

listed as (
    select
        community_id,
        industry,
        network,
        post_id,
        created_date,
        unnest(corrected) as moved
    from posts
)

select
    community_id,
    industry,
    network,
    post_id,
    moved.answer,
    moved.labels::integer as labels,
    moved.before::decimal(6, 4) as before,
    moved.after::decimal(6, 4) as after,
    created_date
from listed
