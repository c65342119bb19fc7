{{ config(materialized='ephemeral') }}

with versions as (
    select * from {{ ref('int_posts_versioned') }}
),

current_before as (
    select
        community_id,
        network,
        post_id,
        author_id,
        is_brand,
        versions
    from
        {{ rows_before('int_posts_current', like='(select *, 1::bigint as versions from versions)') }}
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

purged_loads as (
    select loads_before.load_id
    from loads_before
    left join loads on loads_before.load_id = loads.load_id
    where loads.rows is distinct from loads_before.rows
),

kept as (
    select
        community_id,
        network,
        post_id,
        count(*) as versions
    from versions
    where (select count(*) from purged_loads) > 0
    group by all
),

-- Posts that lost a version to an erasure; the others of their load lost nothing.
purged as (
    select current_before.*
    from current_before
    left join kept
        on
            current_before.community_id = kept.community_id
            and current_before.network = kept.network
            and current_before.post_id = kept.post_id
    where
        (select count(*) from purged_loads) > 0
        and current_before.versions is distinct from kept.versions
),

-- Posts of people who speak for the brand since, or no longer.
rebranded as (
    select current_before.*
    from current_before
    left join {{ ref('int_authors_branded') }} as branded
        on
            current_before.community_id = branded.community_id
            and current_before.network = branded.network
            and current_before.author_id = branded.author_id
    where
        current_before.author_id is not null
        and current_before.is_brand != (branded.author_id is not null)
)

select
    community_id,
    network,
    post_id
from purged
union
select
    community_id,
    network,
    post_id
from rebranded
