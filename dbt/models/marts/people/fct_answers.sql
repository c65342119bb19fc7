{{
    config(
        tags=['by_day'],
        materialized='incremental',
        incremental_strategy='changed_days',
        meta={'day': 'created_date', 'changed': 'chg_days_to_rebuild'}
    )
}}

with answers as (
    select * from {{ ref('int_feelings_followed') }}
    where is_answer and {{ only_days('created_date', 'chg_days_to_rebuild') }}
)

select
    community_id,
    industry,
    network,
    post_id,
    created_date,
    answered_post_id,
    author_id,
    is_first,
    asks as answered_asks,
    round(date_diff('second', answered_created_at, created_at) / 60, 2)::decimal(12, 2) as minutes,
    sentiment_before,
    anger_before,
    posts_after::bigint as posts_after,
    sentiment_after,
    anger_after,
    (sentiment_after - sentiment_before)::decimal(6, 4) as sentiment_change,
    (anger_after - anger_before)::decimal(6, 4) as anger_change
from answers
