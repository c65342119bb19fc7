{{ config(materialized='ephemeral') }}

{%- set ends = ['raw', 'share', 'low', 'high'] %}

with emotions as (
    select * from {{ ref('int_emotion_days_corrected') }}
    where
        days = 1
        and {{ only_days('date', 'chg_days_to_rebuild', mart='fct_community_days') }}
)

select
    community_id,
    {% for emotion in var('emotions') -%}
        {% for end in ends -%}
            max({{ end }}) filter (where emotion = '{{ emotion }}') as {{ emotion }}_{{ end }},
        {% endfor -%}
    {% endfor -%}
    date
from emotions
group by community_id, date
