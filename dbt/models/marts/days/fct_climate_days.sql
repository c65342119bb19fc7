{{
    config(
        tags=['by_day'],
        materialized='incremental',
        incremental_strategy='changed_days',
        meta={'day': 'date', 'changed': 'chg_days_to_rebuild'}
    )
}}

with shares as (
    select * from {{ ref('int_emotion_days_corrected') }}
    where {{ only_days('date', 'chg_days_to_rebuild') }}
),

-- From fifty posts on a day speaks for itself.
told as (
    select
        *,
        coalesce(
            max(counted) filter (days = 1) over (partition by community_id, date, emotion), 0
        ) as posts_of_day
    from shares
    qualify days = if(posts_of_day >= 50, 1, 7)
)

select
    community_id,
    industry,
    date,
    emotion,
    days,
    counted as posts,
    posts_of_day,
    share,
    low,
    high
from told
