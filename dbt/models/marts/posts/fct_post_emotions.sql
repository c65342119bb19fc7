{{
    config(
        tags=['by_day'],
        materialized='incremental',
        incremental_strategy='changed_days',
        meta={'day': 'created_date', 'changed': 'chg_days_to_reread'}
    )
}}

with posts as (
    select * from {{ ref('int_posts_read') }}
    where {{ is_read() }} and {{ only_days('created_date') }}
),

emotions as (
    select
        community_id,
        industry,
        network,
        post_id,
        is_brand,
        created_date,
        unnest([
            {% for emotion in var('emotions') -%}
                {
                    'emotion': '{{ emotion }}',
                    'probability': {{ emotion }},
                    'is_present': has_{{ emotion }}
                },
            {% endfor -%}
            {
                'emotion': 'neutral',
                'probability': neutral,
                'is_present': dominant_emotion = 'neutral'
            }
        ]) as felt
    from posts
)

select
    community_id,
    industry,
    network,
    post_id,
    felt.emotion,
    felt.probability,
    felt.is_present,
    is_brand,
    created_date
from emotions
