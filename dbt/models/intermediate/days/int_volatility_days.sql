{{
    config(
        tags=['by_day'],
        materialized='incremental',
        incremental_strategy='changed_days',
        meta={'day': 'date', 'changed': 'chg_days_to_rebuild'}
    )
}}

with moods as (
    select
        community_id,
        date,
        sentiment
    from {{ ref('int_mood_days') }}
    where {{ only_since('date', 8) }}
),

-- Only from one day to the next: a difference across silent days would count their length.
differences as (
    select
        community_id,
        date,
        case
            when date - lag(date) over by_day = 1 then sentiment - lag(sentiment) over by_day
        end as difference
    from moods
    window by_day as (partition by community_id order by date)
),

-- Root mean square of successive differences: von Neumann et al. (1941); as a measure of affect's
-- instability Jahng, Wood & Trull (2008), equation 1. One or two differences say too little.
swings as (
    select
        community_id,
        date,
        case
            when count(difference) over last_7_days >= 3
                then
                    sqrt(
                        sum(difference * difference) over last_7_days
                        / count(difference) over last_7_days
                    )
        end::decimal(6, 4) as volatility
    from differences
    window last_7_days as (
        partition by community_id
        order by date
        range between interval 6 days preceding and current row
    )
)

select
    community_id,
    date,
    volatility
from swings
where {{ only_days('date', 'chg_days_to_rebuild') }}
