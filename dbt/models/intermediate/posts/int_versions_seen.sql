{{ config(materialized='ephemeral') }}

with touched as (
    select * from {{ ref('chg_posts_to_restage') }}
),

versions as (
    select
        *,
        count(*) over (partition by community_id, network, post_id) as versions
    from {{ ref('int_posts_versioned') }}
    {% if is_added_to('int_posts_current') -%}
        -- The keys first: the texts of all other posts need not be unpacked.
        where rowid in (
            select versions.rowid
            from {{ ref('int_posts_versioned') }} as versions
            semi join touched
                on
                    versions.community_id = touched.community_id
                    and versions.network = touched.network
                    and versions.post_id = touched.post_id
        )
    {%- endif %}
),

communities as (
    select
        communities.community_id,
        communities.industry,
        communities.pack_version,
        communities.timezone,
        nights.last_night,
        nights.as_of_at
    from {{ ref('stg_cmr__communities') }} as communities
    inner join
        {{ ref('stg_cmr__nights') }} as nights
        on communities.community_id = nights.community_id
),

-- What was said last decides: a post that came back is back. A version that says nothing of it
-- decides nothing.
gone as (
    select
        community_id,
        network,
        post_id
    from versions
    where is_deleted is not null
    group by all
    having arg_max(is_deleted, (load_id, line))
),

dated as (
    select
        versions.* exclude (is_brand),
        branded.author_id is not null
        or (versions.is_brand and versions.author_id is null) as is_brand,
        communities.industry,
        communities.pack_version,
        communities.last_night,
        versions.created_at at time zone communities.timezone as created_local,
        versions.updated_at is null
        or versions.updated_at < communities.as_of_at as is_written_in_time
    from versions
    inner join communities on versions.community_id = communities.community_id
    left join {{ ref('int_authors_branded') }} as branded
        on
            versions.community_id = branded.community_id
            and versions.network = branded.network
            and versions.author_id = branded.author_id
    anti join gone
        on
            versions.community_id = gone.community_id
            and versions.network = gone.network
            and versions.post_id = gone.post_id
)

select * from dated
