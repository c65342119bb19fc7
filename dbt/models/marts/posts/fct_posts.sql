{{
    config(
        tags=['by_day'],
        materialized='incremental',
        incremental_strategy='changed_days',
        meta={'day': 'created_date', 'changed': 'chg_days_to_rebuild'}
    )
}}

with posts as (
    select * from {{ ref('int_posts_current') }}
    where {{ only_days('created_date', 'chg_days_to_rebuild') }}
),

readings as (
    select * from {{ ref('int_posts_read') }}
    where {{ only_days('created_date', 'chg_days_to_rebuild') }}
),

wants as (
    select * from {{ ref('int_posts_wanted') }}
),

author_days as (
    select * from {{ ref('fct_author_days') }}
    where {{ only_days('date', 'chg_days_to_rebuild') }}
)

select
    posts.community_id,
    posts.industry,
    posts.network,
    posts.post_id,
    posts.author_id,
    posts.is_brand,
    posts.created_at,
    posts.created_date,
    posts.local_hour,
    isodow(posts.created_date)::integer as weekday,
    posts.text,
    posts.text_hash,
    readings.language,
    posts.format,
    posts.in_reply_to,
    posts.reply_to_author_id,
    posts.reply_to_brand,
    posts.advice_id,
    posts.updated_at,
    posts.is_edited as edited,
    posts.likes,
    posts.replies,
    posts.shares,
    posts.views,
    posts.followers,
    posts.observed_at,
    posts.metrics_basis,
    {{ engagement('posts') }} as engagement,
    readings.sentiment,
    readings.neutral,
    readings.dominant_emotion,
    readings.question,
    readings.complaint,
    readings.praise,
    readings.suggestion,
    readings.irony,
    readings.is_worded as worded,
    readings.themes[1].theme as top_theme_id,
    readings.expectation_theme,
    readings.expectation_need,
    readings.expectation_explicit,
    readings.expectation_score,
    case when not posts.is_brand then wants.need_id end as need_id,
    case when not posts.is_brand then author_days.audience end as audience,
    readings.model
from posts
inner join readings
    on
        posts.community_id = readings.community_id
        and posts.network = readings.network
        and posts.post_id = readings.post_id
left join wants
    on
        posts.community_id = wants.community_id
        and posts.network = wants.network
        and posts.post_id = wants.post_id
left join author_days
    on
        posts.community_id = author_days.community_id
        and posts.author_id = author_days.author_id
        and posts.created_date = author_days.date
order by posts.created_date
