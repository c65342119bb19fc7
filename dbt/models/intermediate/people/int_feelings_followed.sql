{{
    config(
        tags=['by_day'],
        materialized='incremental',
        incremental_strategy='changed_days',
        meta={'day': 'created_date', 'changed': 'chg_days_to_rebuild'}
    )
}}

with events as (
    select * from {{ ref('int_feeling_events') }}
),

-- After an answer from its moment on; without one from an hour after the post on, when an answer would have come: who
-- goes on complaining in the first minutes would make silence look worse than it is.
followed as (
    select
        *,
        if(is_answer, count(sentiment) over after_it, count(sentiment) over after_an_hour) as posts_after,
    {% for feeling in ['sentiment', 'anger'] -%}
        (
            if(is_answer, sum({{ feeling }}) over after_it, sum({{ feeling }}) over after_an_hour)
            / nullif(posts_after, 0)
        )::decimal(6, 4) as {{ feeling }}_after{{ ',' if not loop.last }}
    {% endfor -%}
    from events
    window
        after_it as (
            partition by community_id, author_id order by created_at
            range between interval 1 microsecond following and interval 168 hours following
        ),
        after_an_hour as (
            partition by community_id, author_id order by created_at
            range between interval 1 hour following and interval 169 hours following
        )
)

select
    community_id,
    industry,
    network,
    post_id,
    author_id,
    created_at,
    created_date,
    is_answer,
    is_first,
    answered_post_id,
    answered_created_at,
    asks,
    is_answered,
    sentiment_before,
    anger_before,
    posts_after,
    sentiment_after,
    anger_after
from followed
where (is_answer or asks) and {{ only_days('created_date', 'chg_days_to_rebuild') }}
order by created_date
