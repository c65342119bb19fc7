{{ config(materialized='ephemeral') }}

with days as (
    select * from {{ ref('int_days_listed') }}
),

-- Who asked or complained and wrote again within a week: after the first answer, or with none.
asked as (
    select * from {{ ref('int_feelings_followed') }}
    where posts_after > 0 and asks and (is_first or not is_answered)
),

-- People, not posts: each counts once in 28 days, by the first time that they asked.
people as (
    select
        days.community_id,
        days.industry,
        days.date,
        asked.is_answered,
        asked.sentiment_before,
        asked.sentiment_after,
        asked.anger_before,
        asked.anger_after
    from days
    left join asked
        on
            days.community_id = asked.community_id
            and asked.created_date between days.date - 27 and days.date
    qualify
        row_number() over (
            partition by days.community_id, days.date, asked.author_id
            order by asked.created_at, asked.network, asked.post_id
        ) = 1
)

{% for feeling in ['sentiment', 'anger'] -%}
    select
        community_id,
        industry,
        date,
        '{{ feeling }}' as feeling,
        is_answered,
        {{ feeling }}_before as before,
        {{ feeling }}_after as after
    from people
    {% if not loop.last %}union all{% endif %}
{% endfor %}
