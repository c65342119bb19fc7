{{
    config(
        tags=['staged'],
        materialized='incremental',
        incremental_strategy='changed_posts'
    )
}}

with touched as (
    select * from {{ ref('chg_posts_to_restage') }}
),

chosen as (
    select * from {{ ref('int_posts_chosen') }}
),

metrics as (
    select * from {{ ref('int_post_metrics_latest') }}
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
    from chosen
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
        semi join chosen
            on
                earlier.community_id = chosen.community_id
                and earlier.network = chosen.network
                and earlier.post_id = chosen.in_reply_to
        anti join touched
            on
                earlier.community_id = touched.community_id
                and earlier.network = touched.network
                and earlier.post_id = touched.post_id
    {%- endif %}
),

found as (
    select
        chosen.community_id,
        chosen.industry,
        chosen.pack_version,
        chosen.network,
        chosen.post_id,
        chosen.author_id,
        chosen.is_brand,
        chosen.text,
        chosen.text_hash,
        chosen.language,
        chosen.format,
        chosen.in_reply_to,
        parents.author_id as reply_to_author_id,
        parents.is_brand as reply_to_brand,
        parents.text_hash as reply_to_text_hash,
        chosen.advice_id,
        chosen.created_at,
        chosen.created_date,
        chosen.local_hour,
        chosen.updated_at,
        chosen.versions,
        chosen.texts > 1 or coalesce(chosen.updated_at > chosen.created_at, false) as is_edited,
        metrics.likes,
        metrics.replies,
        metrics.shares,
        metrics.views,
        metrics.followers,
        metrics.observed_at,
        metrics.metrics_basis,
        metrics.observed_checksum
    from chosen
    left join metrics
        on
            chosen.community_id = metrics.community_id
            and chosen.network = metrics.network
            and chosen.post_id = metrics.post_id
    left join parents
        on
            chosen.community_id = parents.community_id
            and chosen.network = parents.network
            and chosen.in_reply_to = parents.post_id
            and chosen.post_id != parents.post_id
)

-- Apart, because figures are read again every night and what was said hardly ever changes.
select
    found.* exclude (observed_checksum),
    hash(*columns(
        found.* exclude (
            versions, likes, replies, shares, views, followers, observed_at, metrics_basis,
            observed_checksum
        )
    )) as said_checksum,
    hash(community_id, network, post_id, observed_checksum) as counted_checksum
from found
-- Days lie together, so that a night reads, deletes and rewrites the last row groups only.
order by created_date
