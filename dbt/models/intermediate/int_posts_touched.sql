{{ config(tags=['staged']) }}

with versions as (
    select * from {{ ref('int_posts_versioned') }}
),

nights as (
    select
        communities.community_id,
        communities.industry,
        communities.pack_version,
        communities.timezone,
        nights.last_night,
        nights.as_of_at
    from {{ ref('stg_cmr__communities') }} as communities
    inner join {{ ref('stg_cmr__nights') }} as nights on communities.community_id = nights.community_id
),

nights_before as (
    select * from {{ last_run('built_nights', 'nights') }}
),

current_before as (
    select
        community_id,
        network,
        post_id,
        in_reply_to
    from {{ last_run('int_posts_current', 'versions') }}
),

loads as (
    select
        load_id,
        count(*) as rows
    from versions
    group by load_id
),

loads_before as (
    select * from {{ last_run('built_loads', 'loads') }}
),

new_loads as (
    select load_id from loads
    except
    select load_id from loads_before
),

purged_loads as (
    select loads_before.load_id
    from loads_before
    left join loads on loads_before.load_id = loads.load_id
    where loads.rows is distinct from loads_before.rows
),

-- Communities that came, went, or are now placed in another industry or time zone.
other_communities as (
    select coalesce(nights.community_id, nights_before.community_id) as community_id
    from nights
    full join nights_before on nights.community_id = nights_before.community_id
    where
        (nights.industry, nights.timezone, nights.pack_version)
        is distinct from (nights_before.industry, nights_before.timezone, nights_before.pack_version)
),

-- What an earlier night was not to see yet.
risen as (
    select versions.*
    from versions
    inner join nights on versions.community_id = nights.community_id
    inner join nights_before on nights.community_id = nights_before.community_id
    where
        (nights.last_night, nights.as_of_at) is distinct from (nights_before.last_night, nights_before.as_of_at)
        and (
            versions.updated_at >= nights_before.as_of_at
            or versions.observed_at >= nights_before.as_of_at
            or versions.created_at >= nights_before.last_night - interval 1 day
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
        or community_id in (select community_id from other_communities)
        or (select count(*) from purged_loads) > 0
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
