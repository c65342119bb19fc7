{{
    config(
        tags=['by_day'],
        materialized='incremental',
        incremental_strategy='changed_days',
        meta={'day': 'date', 'changed': 'chg_days_to_reread'}
    )
}}

with posts as (
    select * from {{ ref('int_posts_read') }}
    where {{ only_days('created_date') }}
),

felt_wide as (
    select
        community_id,
        industry,
        created_date as date,
        language,
        {% for emotion in var('emotions') -%}
            count_if(has_{{ emotion }}) as {{ emotion }}_present,
            sum({{ emotion }}) as {{ emotion }}_felt,
            sum({{ emotion }} * {{ emotion }}) as {{ emotion }}_squares,
        {% endfor -%}
        count(*) as posts
    from posts
    where not is_brand and {{ is_read() }}
    group by all
),

felt as (
    unpivot felt_wide
    on {% for emotion in var('emotions') -%}
        ({{ emotion }}_present, {{ emotion }}_felt, {{ emotion }}_squares)
            as {{ emotion }}{{ ', ' if not loop.last }}
    {%- endfor %}
    into name emotion value present, felt, squares
)

select
    community_id,
    industry,
    date,
    language,
    emotion,
    posts,
    present,
    felt,
    squares
from felt
