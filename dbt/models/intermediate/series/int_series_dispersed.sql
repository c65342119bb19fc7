{{ config(materialized='ephemeral') }}

with moved as (
    select
        *,
        deviation / independent_error as independent_z,
        {{ held_square('independent_z', 'last_56_days') }} as square
    from {{ ref('int_series_moved') }}
    window last_56_days as (
        partition by community_id, metric, subject
        order by date
        rows between 56 preceding and 1 preceding
    )
)

-- Days differ more than independent posts would: the mean square of the last 56 days, never below 1.
-- Chance makes each day anew, but what is above 1 is a mood that lasts for about a week, so that 56
-- days have shown eight of it: the degrees of freedom of such a mean square (Box 1954).
select
    *,
    count(*) over last_56_days as days_before,
    greatest(avg(square) over last_56_days, 1) as dispersion,
    days_before / (1 + 6 * pow(1 - 1 / dispersion, 2)) as freedom
from moved
window last_56_days as (
    partition by community_id, metric, subject
    order by date
    rows between 56 preceding and 1 preceding
)
