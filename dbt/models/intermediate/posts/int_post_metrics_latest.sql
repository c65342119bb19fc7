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

-- Counts come together or not at all; followers may stand alone.
latest as (
    select
        community_id,
        network,
        post_id,
        arg_max(
            case
                when has_counts
                    then struct_pack(likes, replies, shares, views, observed_at, metrics_basis)
            end,
            observed_at
        ) as counts,
        arg_max(followers, observed_at) as followers,
        -- Every observation, so that one which changes no latest figure is still news of its day.
        {{ checksum(
            'observed_at, likes, replies, shares, views, followers, metrics_basis'
        ) }} as observed_checksum
    from metrics
    group by community_id, network, post_id
)

select
    community_id,
    network,
    post_id,
    counts.likes,
    counts.replies,
    counts.shares,
    counts.views,
    followers,
    counts.observed_at,
    counts.metrics_basis,
    observed_checksum
from latest
