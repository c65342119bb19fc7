{%- set means = "('sentiment', 'emotion', 'complaint')" %}
with dispersed as (
    select * from {{ ref('int_series_dispersed') }}
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
    freedom,
    independent_error * sqrt(dispersion) as error,
    deviation / error as z,
    {{ student('freedom') }} * error as margin,
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
            then pow(greatest(level + coalesce(drift, 0) - margin, 0) / 2, 2) - 0.375
        when metric in {{ means }} then level - margin
        else pow(sin(greatest(asin(sqrt(level)) - margin, 0)), 2)
    end as low,
    case
        when metric = 'volume'
            then pow((level + coalesce(drift, 0) + margin) / 2, 2) - 0.375
        when metric in {{ means }} then level + margin
        else pow(sin(least(asin(sqrt(level)) + margin, pi() / 2)), 2)
    end as high,
    {{ normal_deviate('z', 'freedom') }} as normal_z,
    {{ two_tails('normal_z') }} as p_value
from dispersed
where days_before >= 14
