{{
    config(
        tags=['by_day'],
        materialized='incremental',
        incremental_strategy='changed_days',
        meta={'day': 'created_date', 'changed': 'chg_days_compared'}
    )
}}

with metrics as (
    select * from {{ ref('int_post_metrics_observed') }}
),

posts as (
    select * from {{ ref('int_posts_current') }}
    where {{ only_days('created_date', 'chg_days_compared') }}
)

select
    posts.community_id,
    posts.industry,
    posts.network,
    posts.post_id,
    posts.created_date,
    metrics.observed_at,
    round(
        date_diff('second', posts.created_at, metrics.observed_at) / 3600, 2
    )::decimal(12, 2) as age_hours,
    metrics.likes,
    metrics.replies,
    metrics.shares,
    metrics.views,
    metrics.followers,
    {{ engagement('metrics') }} as engagement,
    metrics.metrics_basis
from metrics
inner join posts
    on
        metrics.community_id = posts.community_id
        and metrics.network = posts.network
        and metrics.post_id = posts.post_id
order by posts.created_date
