{{ config(materialized='ephemeral') }}

{%- set means = "('sentiment', 'emotion', 'complaint')" %}
with levelled as (
    select * from {{ ref('int_series_levelled') }}
),

-- Standardised as if threads came independently: counts and shares on Anscombe's scale (1948),
-- where the variance does not depend on the level; half a post of continuity correction; 1.57 / 8
-- is the variance of a median of eight. A share is given by threads, not by posts: its variance has
-- Kish's (1965) design effect, today's or the usual, the greater.
standardised as (
    select
        *,
        case
            when metric = 'volume' then root - level - coalesce(drift, 0)
            when metric in {{ means }} then k / nullif(n, 0) - level
            else
                asin(sqrt((
                    greatest(least(k + if(k > n * level, -0.5, 0.5), n), 0) + 0.375
                ) / (n + 0.75)))
                - asin(sqrt((n * level + 0.375) / (n + 0.75)))
        end as raw_deviation,
        case
            when metric = 'volume' or metric in {{ means }} then raw_deviation
            when (k > n * level) = (raw_deviation > 0) then raw_deviation
            else 0
        end as deviation,
        case
            when metric = 'volume' then sqrt(1 + 1.57 / 8)
            when metric in {{ means }}
                then sqrt(
                    greatest(
                        (squares_56 - k_56 * k_56 / nullif(n_56, 0)) / nullif(n_56 - 1, 0), 0.0025
                    )
                    * (1 / nullif(n, 0) + 1.57 / nullif(n_56, 0))
                )
            else sqrt(((1 / (4 * n + 2)) + 1.57 / (4 * nullif(n_56, 0))) * greatest(
                coalesce(squares / nullif(k, 0), 1),
                coalesce(squares_56 / nullif(k_56, 0), 1)
            ))
        end as independent_error
    from levelled
    where
        len(levels) >= 4
        and (metric = 'volume' or n >= 10)
)

select
    community_id,
    industry,
    date,
    metric,
    subject,
    series,
    n,
    k,
    level,
    drift,
    deviation,
    independent_error
from standardised
