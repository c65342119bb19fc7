{{
    config(
        tags=['staged'],
        materialized='incremental',
        pre_hook="{{ forget_posts() }}"
    )
}}

with touched as (
    select * from {{ ref('int_posts_touched') }}
),

versions as (
    select * from {{ ref('int_posts_versioned') }}
    {% if is_incremental() -%}
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
    inner join {{ ref('stg_cmr__nights') }} as nights on communities.community_id = nights.community_id
),

metrics as (
    select metrics.*
    from {{ ref('int_post_metrics_observed') }} as metrics
    {% if is_incremental() -%}
        semi join touched
            on
                metrics.community_id = touched.community_id
                and metrics.network = touched.network
                and metrics.post_id = touched.post_id
    {%- endif %}
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
        versions.updated_at is null or versions.updated_at < communities.as_of_at as is_written_in_time
    from versions
    inner join communities on versions.community_id = communities.community_id
    anti join gone
        on
            versions.community_id = gone.community_id
            and versions.network = gone.network
            and versions.post_id = gone.post_id
),

-- A post whose only known version is later than tonight is shown as first written rather than not at all.
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
),

last_metrics as (
    select
        community_id,
        network,
        post_id,
        arg_max(
            case when has_counts then struct_pack(likes, replies, shares, views, observed_at, metrics_basis) end,
            observed_at
        ) as counts,
        arg_max(followers, observed_at) as followers
    from metrics
    group by all
),

visible as (
    select
        *,
        created_local::date as created_date,
        hour(created_local)::integer as local_hour
    from chosen
    where created_local::date <= last_night
),

-- Parents may be posts that did not change tonight.
parents as (
    select
        community_id,
        network,
        post_id,
        author_id,
        is_brand,
        text_hash
    from visible
    {% if is_incremental() -%}
        union all
        select
            earlier.community_id,
            earlier.network,
            earlier.post_id,
            earlier.author_id,
            earlier.is_brand,
            earlier.text_hash
        from {{ this }} as earlier
        semi join visible
            on
                earlier.community_id = visible.community_id
                and earlier.network = visible.network
                and earlier.post_id = visible.in_reply_to
        anti join touched
            on
                earlier.community_id = touched.community_id
                and earlier.network = touched.network
                and earlier.post_id = touched.post_id
    {%- endif %}
),

found as (
    select
        visible.community_id,
        visible.industry,
        visible.pack_version,
        visible.network,
        visible.post_id,
        visible.author_id,
        visible.is_brand,
        visible.text,
        visible.text_hash,
        visible.language,
        visible.format,
        visible.in_reply_to,
        parents.author_id as reply_to_author_id,
        parents.is_brand as reply_to_brand,
        parents.text_hash as reply_to_text_hash,
        visible.advice_id,
        visible.created_at,
        visible.created_date,
        visible.local_hour,
        visible.updated_at,
        visible.texts > 1 or coalesce(visible.updated_at > visible.created_at, false) as is_edited,
        last_metrics.counts.likes,
        last_metrics.counts.replies,
        last_metrics.counts.shares,
        last_metrics.counts.views,
        last_metrics.followers,
        last_metrics.counts.observed_at,
        last_metrics.counts.metrics_basis
    from visible
    left join last_metrics
        on
            visible.community_id = last_metrics.community_id
            and visible.network = last_metrics.network
            and visible.post_id = last_metrics.post_id
    left join parents
        on
            visible.community_id = parents.community_id
            and visible.network = parents.network
            and visible.in_reply_to = parents.post_id
            and visible.post_id != parents.post_id
)

-- Apart, because figures are read again every night and what was said hardly ever changes.
select
    found.*,
    hash(
        *columns(found.* exclude (likes, replies, shares, views, followers, observed_at, metrics_basis))
    ) as said_checksum,
    hash(
        community_id, network, post_id, likes, replies, shares, views, followers, observed_at, metrics_basis
    ) as counted_checksum
from found
-- Days lie together, so that a night reads, deletes and rewrites the last row groups only.
order by created_date
