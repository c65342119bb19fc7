{{ config(tags=['staged']) }}

with versions as (
    select * from {{ ref('int_posts_versioned') }}
),

communities as (
    select * from {{ ref('chg_communities_compared') }}
),

current_before as (
    select
        community_id,
        network,
        post_id,
        in_reply_to
    from {{ rows_before('int_posts_current', like='versions') }}
),

loads as (
    select
        load_id,
        count(*) as rows
    from versions
    group by load_id
),

loads_before as (
    select * from {{ last_build('loads') }}
),

new_loads as (
    select load_id from loads
    except
    select load_id from loads_before
),

-- What an earlier night was not to see yet.
risen as (
    select versions.*
    from versions
    inner join communities on versions.community_id = communities.community_id
    where
        communities.is_seen_otherwise
        and (
            versions.updated_at >= communities.as_of_at_before
            or versions.observed_at >= communities.as_of_at_before
            or versions.created_at >= communities.last_night_before - interval 1 day
        )
),

every_version as (
    select
        community_id,
        network,
        post_id,
        load_id
    from versions
    union all
    select
        community_id,
        network,
        post_id,
        null as load_id
    from current_before
),

touched as (
    select
        community_id,
        network,
        post_id
    from every_version
    where
        load_id in (select load_id from new_loads)
        or community_id in (
            select community_id from communities
            where is_placed_otherwise
        )
    union
    select
        community_id,
        network,
        post_id
    from {{ ref('int_posts_altered') }}
    union
    select
        community_id,
        network,
        post_id
    from risen
)

select * from touched
union
-- Who answers a touched post knows its author from it.
select
    current_before.community_id,
    current_before.network,
    current_before.post_id
from current_before
inner join touched
    on
        current_before.community_id = touched.community_id
        and current_before.network = touched.network
        and current_before.in_reply_to = touched.post_id
