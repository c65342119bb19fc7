{{ config(materialized='ephemeral') }}

with measured as (
    select
        community_id,
        industry,
        date,
        metric,
        subject,
        n::double as n,
        k::double as k,
        squares::double as squares,
        count(*) over (partition by community_id, date) as series
    from {{ ref('int_series_measured') }}
),

-- The week before and the eight weeks before each day.
summed as (
    select
        *,
        sum(k) over last_week / nullif(sum(n) over last_week, 0) as week_level,
        sum(n) over last_56_days as n_56,
        sum(k) over last_56_days as k_56,
        sum(squares) over last_56_days as squares_56,
        2 * sqrt(greatest(k, 0) + 0.375) as root
    from measured
    window
        last_week as (
            partition by community_id, metric, subject
            order by date
            rows between 7 preceding and 1 preceding
        ),
        last_56_days as (
            partition by community_id, metric, subject
            order by date
            rows between 56 preceding and 1 preceding
        )
),

-- Eight levels: of the eight weeks before for shares and means, of the eight same weekdays before
-- for volume.
levelled as (
    select
        *,
        list_filter(
            [
                {% for week in range(1, 9) -%}
                    case
                        when metric = 'volume' then lag(root, {{ 7 * week }}) over by_day
                        else lag(week_level, {{ 7 * week - 7 }}) over by_day
                    end{{ ',' if not loop.last }}
                {% endfor -%}
            ],
            lambda level: level is not null
        ) as levels,
        list_median(levels) as level
    from summed
    window by_day as (partition by community_id, metric, subject order by date)
),

-- A growing or shrinking community: how far the last four weeks lay from their own weekdays.
trended as (
    select
        *,
        case when metric = 'volume' then median(root - level) over last_28_days else 0 end as drift
    from levelled
    window last_28_days as (
        partition by community_id, metric, subject
        order by date
        rows between 28 preceding and 1 preceding
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
    squares,
    n_56,
    k_56,
    squares_56,
    root,
    levels,
    level,
    drift
from trended
