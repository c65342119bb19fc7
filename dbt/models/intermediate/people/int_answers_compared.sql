{{ config(materialized='ephemeral') }}

with days as (
    select * from {{ ref('int_days_listed') }}
    where {{ only_days('date', 'chg_days_to_rebuild', mart='fct_answer_days') }}
),

-- Who asked or complained and wrote again within a week: after the first answer, or with none.
asked as (
    select * from {{ ref('int_feelings_followed') }}
    where
        posts_after > 0
        and asks
        and (is_first or not is_answered)
        and {{ only_since('created_date', 27, mart='fct_answer_days') }}
),

-- People, not posts: each counts once in 28 days, by the first time that they asked.
people as (
    select
        *,
        lag(created_date) over (
            partition by community_id, author_id order by created_at, network, post_id
        ) as asked_before
    from asked
),

counted as (
    select
        *,
        unnest(generate_series(
            greatest(created_date, asked_before + 28), created_date + 27, interval 1 day
        ))::date as date
    from people
)

{% for feeling in ['sentiment', 'anger'] -%}
    select
        days.community_id,
        days.industry,
        days.date,
        '{{ feeling }}' as feeling,
        counted.is_answered,
        counted.{{ feeling }}_before as before,
        counted.{{ feeling }}_after as after
    from days
    left join counted on days.community_id = counted.community_id and days.date = counted.date
    {% if not loop.last %}union all{% endif %}
{% endfor %}
