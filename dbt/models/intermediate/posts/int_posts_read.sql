{{
    config(
        tags=['by_day'],
        materialized='incremental',
        incremental_strategy='changed_days',
        meta={'day': 'created_date', 'changed': 'chg_days_to_reread'}
    )
}}

with posts as (
    select * from {{ ref('int_posts_current') }}
    where {{ only_days('created_date') }}
),

wanted as (
    select distinct
        text_hash,
        pack_version
    from posts
),

active_model as (
    select
        {% for name in var('emotions') -%}
            coalesce(max(threshold) filter (where emotion = '{{ name }}'), 0.5) as {{ name }},
        {% endfor -%}
        {% for name in var('intents') -%}
            coalesce(max(threshold) filter (where emotion = '{{ name }}'), 0.5) as {{ name }},
        {% endfor -%}
        max(model) as model
    from {{ ref('stg_cmr__model') }}
),

found as (
    select readings.*
    from {{ ref('stg_cmr__readings') }} as readings
    semi join active_model on readings.model = active_model.model
    semi join wanted
        on readings.text_hash = wanted.text_hash and readings.pack_version = wanted.pack_version
),

-- A shard cut anew may hold a text again: the same reading, once. Few do, and only they are ranked. A
-- pack's version names its industry.
twice as (
    select
        text_hash,
        pack_version
    from found
    group by all
    having count(*) > 1
),

readings as (
    select found.*
    from found
    anti join twice on found.text_hash = twice.text_hash and found.pack_version = twice.pack_version
    union all
    (
        select found.*
        from found
        semi join twice on found.text_hash = twice.text_hash and found.pack_version = twice.pack_version
        qualify row_number() over (
            partition by found.text_hash, found.pack_version order by found.language
        ) = 1
    )
),

joined as (
    select
        posts.community_id,
        posts.industry,
        posts.pack_version,
        posts.network,
        posts.post_id,
        posts.author_id,
        posts.is_brand,
        posts.created_at,
        posts.created_date,
        posts.in_reply_to,
        coalesce(posts.in_reply_to, posts.post_id) as thread_id,
        posts.reply_to_author_id,
        posts.reply_to_brand,
        posts.text_hash,
        coalesce(readings.language, posts.language) as language,
        readings.model,
        readings.is_readable as is_worded,
        {% for emotion in var('emotions') -%}
            readings.{{ emotion }},
            readings.{{ emotion }} >= active_model.{{ emotion }} as has_{{ emotion }},
        {% endfor -%}
        readings.neutral,
        readings.sentiment,
        readings.question,
        readings.complaint,
        readings.praise,
        readings.suggestion,
        readings.irony,
        readings.question >= active_model.question as is_question,
        readings.complaint >= active_model.complaint as is_complaint,
        readings.praise >= active_model.praise as is_praise,
        readings.suggestion >= active_model.suggestion as is_suggestion,
        readings.themes,
        readings.expectation_theme,
        readings.expectation_need,
        readings.expectation_explicit,
        readings.expectation_score,
        readings.corrected
    from posts
    cross join active_model
    left join readings
        on posts.text_hash = readings.text_hash and posts.pack_version = readings.pack_version
)

select
    *,
    case when {{ is_read() }} then {{ dominant_emotion() }} end as dominant_emotion
from joined
order by created_date
