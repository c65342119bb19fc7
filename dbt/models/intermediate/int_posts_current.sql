{{ config(tags=['staged']) }}

with versions as (
    select * from {{ ref('int_posts_versioned') }}
),

nights as (
    select * from {{ ref('stg_cmr__nights') }}
),

metrics as (
    select * from {{ ref('int_post_metrics_observed') }}
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
        nights.last_night,
        versions.updated_at is null or versions.updated_at < nights.as_of_at as is_written_in_time
    from versions
    inner join nights on versions.community_id = nights.community_id
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
    select * from chosen
    where created_date <= last_night
)

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
left join visible as parents
    on
        visible.community_id = parents.community_id
        and visible.network = parents.network
        and visible.in_reply_to = parents.post_id
        and visible.post_id != parents.post_id
