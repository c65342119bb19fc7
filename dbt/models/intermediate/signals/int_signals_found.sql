{{ config(materialized='ephemeral') }}

with tested as (
    select * from {{ ref('int_series_expected') }}
    where {{ only_days('date', 'chg_signal_days_to_rebuild', mart='fct_signals') }}
),

-- Few tests chosen well: anger and posts that rise and a tone that falls are what a night is looked
-- through for. They have three fifths of the one quiet night in twenty that may show something, a
-- third each and one-sided; all other series share the rest (Bonferroni with weights: Rosenthal and
-- Rubin 1983).
weighed as (
    select
        *,
        (metric = 'emotion' and subject = 'anger' and z > 0)
        or (metric = 'sentiment' and z < 0)
        or (metric = 'volume' and z > 0) as is_watched,
        case when is_watched then 3 * (p_value / 2) / 0.6 else series * p_value / 0.4 end as alarms
    from tested
),

-- Fewer than five posts are no rise, whatever was expected.
found as (
    select
        *,
        case when z > 0 then 'up' else 'down' end as direction,
        concat_ws(':', metric, subject, direction) as signal_id,
        least(greatest(alarms, 0.0001), 1) as false_alarm_rate
    from weighed
    where
        alarms <= 0.05
        and (z < 0 or k >= 5 or metric = 'sentiment')
),

-- An emotion is told as the mail tells it: its share of the day, and what it moved away from.
told as (
    select
        found.*,
        shares.share,
        shares.share - shares.slope * found.deviation as usual,
        1.6448536 * shares.slope * found.error as margin
    from found
    left join {{ ref('int_emotion_days_corrected') }} as shares
        on
            found.metric = 'emotion'
            and found.community_id = shares.community_id
            and found.date = shares.date
            and found.subject = shares.emotion
)

select
    community_id,
    industry,
    date,
    signal_id,
    metric,
    subject,
    direction,
    coalesce(share, value) as value,
    if(share is null, expected, least(greatest(usual, 0), 1)) as expected,
    if(share is null, low, least(greatest(usual - margin, 0), 1)) as low,
    if(share is null, high, least(greatest(usual + margin, 0), 1)) as high,
    z,
    false_alarm_rate
from told
