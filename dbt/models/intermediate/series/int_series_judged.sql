{%- set runs = [0.6, 0.36] %}
with expected as (
    select
        *,
        -- What a night is looked through for, each in one direction; anger, which says most of a
        -- crisis, has seven tenths of their chance.
        metric in ('volume', 'complaint', 'sentiment')
        or (metric = 'emotion' and subject = 'anger') as is_of_watched,
        if(is_of_watched and metric = 'emotion', 7, 1) as weight,
        if(metric = 'sentiment', -z, z) as worse
    from {{ ref('int_series_expected') }}
),

-- Three nights together: an exponentially weighted mean (Roberts 1959), 0.6 of a night's weight left
-- to the one before; a night that is missing counts as a usual one.
followed as (
    select
        *,
        is_of_watched and worse > 0 as is_watched,
        -- As if nights came independently.
        (
            worse
            {% for weight in runs -%}
                + {{ weight }} * if(
                    date - lag(date, {{ loop.index }}) over by_day = {{ loop.index }},
                    lag(worse, {{ loop.index }}) over by_day, 0
                )
            {% endfor -%}
        ) / sqrt(1 + {{ runs[0] }} * {{ runs[0] }} + {{ runs[1] }} * {{ runs[1] }}) as unscaled
    from expected
    window by_day as (partition by community_id, metric, subject order by date)
),

held as (
    select
        *,
        {{ held_square('unscaled', 'last_56_days') }} as square
    from followed
    window last_56_days as (
        partition by community_id, metric, subject
        order by date
        rows between 56 preceding and 1 preceding
    )
),

-- A mood that lasts makes nights alike: the mean square of the last 56 days, never below 1, as for a
-- night alone.
standardised as (
    select
        *,
        unscaled / sqrt(greatest(
            coalesce(avg(square) over (
                partition by community_id, metric, subject
                order by date
                rows between 56 preceding and 1 preceding
            ), 1), 1
        )) as run,
        {{ normal_deviate('run', 'freedom') }} as normal_run
    from held
),

-- One-sided where one direction is looked for: nine tenths of the chance for the night itself, a
-- quarter for three together, which must not be over tonight; the two agree (a correlation of 0.82),
-- so that either is met no oftener than once in the whole chance.
weighed as (
    select
        *,
        case when is_watched then p_value / 2 / 0.9 else p_value end as p_night,
        case
            when is_watched and worse > 0.5 and run > 0
                then {{ two_tails('normal_run') }} / 2 / 0.25
        end as p_nights,
        least(p_night, p_nights, 1) as p,
        if(p_nights < p_night, 3, 1) as nights,
        if(
            is_watched,
            sum(weight) filter (is_of_watched) over (partition by community_id, date),
            series
        ) as whole
    from standardised
),

ranked as (
    select
        *,
        sum(weight) over (
            partition by community_id, date, is_watched
            order by p
            range between unbounded preceding and current row
        ) as reached
    from weighed
)

-- Benjamini and Hochberg's (1997) step up, by weight, apart for what is watched and for all the rest.
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
    error,
    freedom,
    z,
    value,
    expected,
    low,
    high,
    is_watched,
    nights,
    round(min(least(p * whole / reached, 1)) over (
        partition by community_id, date, is_watched
        order by p desc
        range between unbounded preceding and current row
    ), 4) as q
from ranked
