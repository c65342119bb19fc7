{%- set measures = [
    'posts', 'sentiment', 'anger_share', 'joy_share', 'contagion', 'participation_gini',
    'response_minutes_median', 'answered_share', 'engagement_per_post'
] %}
with members as (
    select community_id
    from {{ ref('dim_communities') }}
    where pool and not simulated
),

days_wide as (
    select
        days.community_id,
        days.industry,
        {% for measure in measures -%}
            days.{{ measure }}::decimal(18, 4) as {{ measure }},
        {% endfor -%}
        days.date
    from {{ ref('fct_community_days') }} as days
    semi join members on days.community_id = members.community_id
),

days as (
    unpivot days_wide
    on {{ measures | join(', ') }}
    into name measure value value
),

-- With fewer than five communities a median would tell one of them about another.
industries as (
    select
        industry,
        date,
        measure,
        count(*) as communities,
        median(value) as industry_median,
        quantile_cont(value, 0.25) as industry_low,
        quantile_cont(value, 0.75) as industry_high
    from days
    group by industry, date, measure
    having count(*) >= 5
)

select
    days.community_id,
    days.industry,
    days.date,
    days.measure,
    days.value::double as value,
    round(industries.industry_median, 4)::double as industry_median,
    round(industries.industry_low, 4)::double as industry_low,
    round(industries.industry_high, 4)::double as industry_high,
    industries.communities::bigint as communities
from days
inner join industries
    on
        days.industry = industries.industry
        and days.date = industries.date
        and days.measure = industries.measure
