{{ config(tags=['staged']) }}

with versions as (
    select * from {{ ref('int_posts_versioned') }}
),

-- An author is who they were when last seen: an account that joined the brand speaks for it on
-- every day.
last_seen as (
    select
        community_id,
        network,
        author_id
    from versions
    where author_id is not null
    group by all
    having arg_max(is_brand, (load_id, is_brand))
)

select * from last_seen
union
select
    community_id,
    network,
    author_id
from {{ ref('stg_cmr__brand') }}
