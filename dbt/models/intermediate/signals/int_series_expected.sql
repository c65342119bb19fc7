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
),

-- Days differ more than independent posts would: the mean square of the last 56 days, each held to
-- 9, never below 1.
dispersed as (
    select
        *,
        count(*) over last_56_days as days_before,
        sqrt(greatest(
            avg(least(
                (deviation / independent_error) * (deviation / independent_error), 9
            )) over last_56_days, 1
        )) as dispersion
    from standardised
    window last_56_days as (
        partition by community_id, metric, subject
        order by date
        rows between 56 preceding and 1 preceding
    )
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
    deviation,
    independent_error * dispersion as error,
    deviation / (independent_error * dispersion) as z,
    case
        when metric = 'volume' then k
        else k / n
    end as value,
    case
        when metric = 'volume' then pow(greatest(level + coalesce(drift, 0), 0) / 2, 2) - 0.375
        else level
    end as expected,
    case
        when metric = 'volume'
            then pow(greatest(level + coalesce(drift, 0) - 1.6448536 * error, 0) / 2, 2) - 0.375
        when metric in {{ means }} then level - 1.6448536 * error
        else pow(sin(greatest(asin(sqrt(level)) - 1.6448536 * error, 0)), 2)
    end as low,
    case
        when metric = 'volume'
            then pow((level + coalesce(drift, 0) + 1.6448536 * error) / 2, 2) - 0.375
        when metric in {{ means }} then level + 1.6448536 * error
        else pow(sin(least(asin(sqrt(level)) + 1.6448536 * error, pi() / 2)), 2)
    end as high,
    -- Two-sided tail of Student's t: Abramowitz & Stegun 26.7.8 to a normal deviate, then Lin's
    -- (1989) tail.
    abs(z) * (1 - 1 / (4.0 * days_before)) / sqrt(1 + z * z / (2.0 * days_before)) as normal_z,
    least(exp(-0.717 * normal_z - 0.416 * normal_z * normal_z), 1) as p_value
from dispersed
where days_before >= 14
