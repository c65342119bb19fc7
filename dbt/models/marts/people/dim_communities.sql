with communities as (
    select * from {{ ref('stg_cmr__communities') }}
),

nights as (
    select * from {{ ref('stg_cmr__nights') }}
),

posts as (
    select
        community_id,
        min(created_date) as first_date,
        count(*) as posts,
        count(distinct author_id) filter (where not is_brand) as members
    from {{ ref('int_posts_current') }}
    group by community_id
)

select
    communities.community_id,
    communities.industry,
    communities.community_id as name,
    communities.language,
    communities.timezone,
    communities.simulated,
    communities.pool,
    posts.first_date,
    nights.last_night as last_date,
    coalesce(posts.posts, 0)::bigint as posts,
    coalesce(posts.members, 0)::bigint as members
from communities
left join nights on communities.community_id = nights.community_id
left join posts on communities.community_id = posts.community_id
