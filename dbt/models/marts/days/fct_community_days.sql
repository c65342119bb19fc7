{{
    config(
        tags=['by_day'],
        materialized='incremental',
        incremental_strategy='changed_days',
        meta={'day': 'date', 'changed': 'chg_days_to_rebuild'}
    )
}}

{%- set ends = ['raw', 'share', 'low', 'high'] %}

with days as (
    select * from {{ ref('int_days_listed') }}
    where {{ only_days('date', 'chg_days_to_rebuild') }}
),

volumes as (
    select * from {{ ref('int_volume_days') }}
),

moods as (
    select * from {{ ref('int_mood_days') }}
),

wordless as (
    select * from {{ ref('int_wordless_days') }}
),

swings as (
    select * from {{ ref('int_volatility_days') }}
),

divisions as (
    select * from {{ ref('int_polarisation_days') }}
),

contagions as (
    select * from {{ ref('int_contagion_days') }}
),

participations as (
    select * from {{ ref('int_participation_days') }}
),

responses as (
    select * from {{ ref('int_response_days') }}
),

climate as (
    select * from {{ ref('int_climate_days') }}
),

ends as (
    select * from {{ ref('int_days_completed') }}
)

select
    days.community_id,
    days.industry,
    days.date,
    coalesce(volumes.posts, 0)::bigint as posts,
    coalesce(volumes.member_posts, 0)::bigint as member_posts,
    coalesce(volumes.brand_posts, 0)::bigint as brand_posts,
    coalesce(volumes.authors, 0)::bigint as authors,
    coalesce(volumes.replies, 0)::bigint as replies,
    volumes.engagement,
    volumes.engagement_per_post,
    coalesce(moods.questions, 0)::bigint as questions,
    coalesce(moods.complaints, 0)::bigint as complaints,
    coalesce(moods.praises, 0)::bigint as praises,
    coalesce(moods.suggestions, 0)::bigint as suggestions,
    coalesce(wordless.posts, 0)::bigint as wordless_posts,
    moods.sentiment,
    moods.sentiment_low,
    moods.sentiment_high,
    moods.intensity,
    {% for emotion in var('emotions') -%}
        {% for end in ends -%}
            climate.{{ emotion }}_{{ end }},
        {% endfor -%}
    {% endfor -%}
    swings.volatility,
    divisions.polarisation,
    contagions.contagion,
    contagions.contagion_low,
    contagions.contagion_high,
    coalesce(contagions.contagion_replies, 0)::bigint as contagion_replies,
    participations.participation_gini,
    responses.response_minutes_median,
    responses.answered_share,
    ends.is_complete_day,
    {{ few('coalesce(volumes.member_posts, 0)') }} as few_posts
from days
left join volumes on days.community_id = volumes.community_id and days.date = volumes.date
left join moods on days.community_id = moods.community_id and days.date = moods.date
left join wordless on days.community_id = wordless.community_id and days.date = wordless.date
left join swings on days.community_id = swings.community_id and days.date = swings.date
left join divisions on days.community_id = divisions.community_id and days.date = divisions.date
left join contagions on days.community_id = contagions.community_id and days.date = contagions.date
left join participations
    on days.community_id = participations.community_id and days.date = participations.date
left join responses on days.community_id = responses.community_id and days.date = responses.date
left join ends on days.community_id = ends.community_id and days.date = ends.date
left join climate on days.community_id = climate.community_id and days.date = climate.date
