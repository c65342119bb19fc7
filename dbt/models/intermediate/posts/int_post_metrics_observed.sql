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

versions as (
    select versions.*
    from {{ ref('int_posts_versioned') }} as versions
    {% if is_incremental() -%}
        semi join touched
            on
                versions.community_id = touched.community_id
                and versions.network = touched.network
                and versions.post_id = touched.post_id
    {%- endif %}
),

nights as (
    select * from {{ ref('stg_cmr__nights') }}
),

seen_in_time as (
    select versions.*
    from versions
    inner join nights on versions.community_id = nights.community_id
    where
        versions.observed_at < nights.as_of_at
        and coalesce(
            versions.likes, versions.replies, versions.shares, versions.views, versions.followers
        ) is not null
        and versions.is_deleted is distinct from true
)

select
    community_id,
    network,
    post_id,
    observed_at,
    likes,
    replies,
    shares,
    views,
    followers,
    coalesce(likes, replies, shares, views) is not null as has_counts,
    metrics_basis
from seen_in_time
qualify
    row_number() over (
        partition by community_id, network, post_id, observed_at
        order by load_id desc, line desc
    ) = 1
order by observed_at
