{{
    config(
        tags=['by_day'],
        materialized='incremental',
        incremental_strategy='changed_days',
        meta={'day': 'date', 'changed': 'chg_days_to_rebuild'}
    )
}}

-- depends_on: {{ ref('chg_days_to_rebuild') }}

with effects as (
    select * from {{ ref('int_answer_effects') }}
)

select
    community_id,
    industry,
    date,
    {% for feeling in ['sentiment', 'anger'] -%}
        {% for column, name in [
            ('answered_change', 'answered_' ~ feeling ~ '_change'),
            ('unanswered_change', 'unanswered_' ~ feeling ~ '_change'),
            ('effect', feeling ~ '_effect'), ('low', feeling ~ '_low'), ('high', feeling ~ '_high')
        ] -%}
            round(max({{ column }}) filter (where feeling = '{{ feeling }}'), 4)::decimal(6, 4)
                as {{ name }},
        {% endfor -%}
    {% endfor -%}
    max(answered)::bigint as answered,
    max(unanswered)::bigint as unanswered
from effects
group by community_id, industry, date
