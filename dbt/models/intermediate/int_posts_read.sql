{{
    config(
        tags=['by_day'],
        materialized='incremental',
        incremental_strategy='append',
        on_schema_change='fail',
        pre_hook="{{ forget_days('created_date') }}"
    )
}}

with posts as (
    select * from {{ ref('int_posts_current') }}
    where {{ only_days('created_date') }}
),

readings as (
    select * from {{ ref('int_readings_active') }}
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

joined as (
    select
        posts.community_id,
        posts.industry,
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
        coalesce(readings.language, posts.language) as language,
        readings.model,
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
        readings.question >= active_model.question as is_question,
        readings.complaint >= active_model.complaint as is_complaint,
        readings.praise >= active_model.praise as is_praise,
        readings.suggestion >= active_model.suggestion as is_suggestion,
        readings.themes,
        readings.expectation_theme,
        readings.expectation_need,
        readings.expectation_explicit,
        readings.expectation_score
    from posts
    cross join active_model
    left join readings
        on posts.text_hash = readings.text_hash and posts.industry = readings.industry
)

select
    *,
    case
        when model is not null
            then
                case greatest(
                    {% for emotion in var('emotions') -%}
                        case when has_{{ emotion }} then {{ emotion }} end
                        {%- if not loop.last %},{% endif %}
                    {% endfor -%}
                )
                    {% for emotion in var('emotions') -%}
                        when case when has_{{ emotion }} then {{ emotion }} end then '{{ emotion }}'
                    {% endfor -%}
                    else 'neutral'
                end
    end as dominant_emotion
from joined
