{{ config(materialized='ephemeral') }}

with tested as (
    select * from {{ ref('int_series_expected') }}
    where {{ only_days('date', 'chg_signal_days_to_rebuild', mart='fct_signals') }}
),

-- Bonferroni (Dunn 1961): p times the number of series tested that night bounds how often a quiet
-- night shows anything as strong. Fewer than five posts are no rise, whatever was expected.
found as (
    select
        *,
        case when z > 0 then 'up' else 'down' end as direction,
        concat_ws(':', metric, subject, direction) as signal_id,
        least(greatest(series * p_value, 0.0001), 1) as false_alarm_rate
    from tested
    where
        series * p_value <= 0.05
        and (z < 0 or k >= 5 or metric = 'sentiment')
)

select
    community_id,
    industry,
    date,
    signal_id,
    metric,
    subject,
    direction,
    value,
    expected,
    low,
    high,
    z,
    false_alarm_rate
from found
