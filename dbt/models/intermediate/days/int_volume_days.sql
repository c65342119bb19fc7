{{
    config(
        tags=['by_day'],
        materialized='incremental',
        incremental_strategy='changed_days',
        meta={'day': 'date', 'changed': 'chg_days_to_rebuild'}
    )
}}

with posts as (
    select
        *,
        {{ engagement('posts') }} as engagement
    from {{ ref('int_posts_current') }} as posts
    where {{ only_days('created_date', 'chg_days_to_rebuild') }}
)

select
    community_id,
    created_date as date,
    count(*) as posts,
    count_if(not is_brand) as member_posts,
    count_if(is_brand) as brand_posts,
    count(distinct author_id) filter (where not is_brand) as authors,
    count_if(not is_brand and in_reply_to is not null) as replies,
    sum(engagement)::bigint as engagement,
    {{ mean('engagement', 'decimal(18, 4)') }} as engagement_per_post
from posts
group by community_id, created_date
