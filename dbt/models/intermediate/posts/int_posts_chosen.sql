{{ config(materialized='ephemeral') }}

with touched as (
    select * from {{ ref('chg_posts_to_restage') }}
),

versions as (
    select * from {{ ref('int_posts_versioned') }}
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
    inner join {{ ref('stg_cmr__nights') }} as nights
        on communities.community_id = nights.community_id
),

gone as (
    select distinct
        community_id,
        network,
        post_id
    from versions
    where is_deleted
),

dated as (
    select
        versions.*,
        communities.industry,
        communities.pack_version,
        communities.last_night,
        versions.created_at at time zone communities.timezone as created_local,
        coalesce(versions.updated_at < communities.as_of_at, true) as is_written_in_time
    from versions
    inner join communities on versions.community_id = communities.community_id
    anti join gone
        on
            versions.community_id = gone.community_id
            and versions.network = gone.network
            and versions.post_id = gone.post_id
),

-- A post whose only known version is later than tonight is shown as first written rather than not
-- at all.
chosen as (
    select
        *,
        count(distinct text_hash) filter (where is_written_in_time) over (
            partition by community_id, network, post_id
        ) as texts
    from dated
    qualify row_number() over (
        partition by community_id, network, post_id
        order by
            is_written_in_time desc,
            case when not is_written_in_time then updated_at end asc nulls first,
            updated_at desc nulls last,
            observed_at desc nulls last,
            load_id desc,
            line desc
    ) = 1
)

select
    *,
    created_local::date as created_date,
    hour(created_local)::integer as local_hour
from chosen
where created_local::date <= last_night
