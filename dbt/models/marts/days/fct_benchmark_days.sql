{%- set measures = [
    'posts', 'sentiment', 'anger_share', 'joy_share', 'contagion', 'participation_gini',
    'response_minutes_median', 'answered_share', 'engagement_per_post'
] %}
with members as (
    select
        community_id,
        simulated
    from {{ ref('dim_communities') }}
    where pool
),

days_wide as (
    select
        days.community_id,
        days.industry,
        members.simulated as is_demonstration,
        {% for measure in measures -%}
            days.{{ measure }}::decimal(18, 4) as {{ measure }},
        {% endfor -%}
        days.date
    from {{ ref('fct_community_days') }} as days
    inner join members on days.community_id = members.community_id
),

days as (
    unpivot days_wide
    on {{ measures | join(', ') }}
    into name measure value value
),

ranked as (
    select
        *,
        row_number() over by_value as place,
        count(*) over (partition by industry, is_demonstration, date, measure) as communities
    from days
    window by_value as (
        partition by industry, is_demonstration, date, measure order by value, community_id
    )
),

-- No figure is one community's: each is the mean of three, around the median and the quartiles, of
-- whom the reader may be one. Quartiles come with thirteen, whose three threes do not meet: from two
-- means that share communities one could tell the others.
industries as (
    select
        industry,
        is_demonstration,
        date,
        measure,
        communities,
        avg(value) filter (
            abs(place - floor(0.5 * (communities - 1) + 1.5)) <= 1
        ) as industry_median,
        avg(value) filter (
            communities >= 13 and abs(place - floor(0.25 * (communities - 1) + 1.5)) <= 1
        ) as industry_low,
        avg(value) filter (
            communities >= 13 and abs(place - floor(0.75 * (communities - 1) + 1.5)) <= 1
        ) as industry_high
    from ranked
    where communities >= 5
    group by industry, is_demonstration, date, measure, communities
)

select
    days.community_id,
    days.industry,
    days.date,
    days.measure,
    days.is_demonstration,
    days.value::double as value,
    round(industries.industry_median, 4)::double as industry_median,
    round(industries.industry_low, 4)::double as industry_low,
    round(industries.industry_high, 4)::double as industry_high,
    industries.communities::bigint as communities
from days
inner join industries
    on
        days.industry = industries.industry
        and days.is_demonstration = industries.is_demonstration
        and days.date = industries.date
        and days.measure = industries.measure
