{{ config(materialized='ephemeral') }}

with judged as (
    select * from {{ ref('int_series_judged') }}
    where {{ only_days('date', 'chg_signal_days_to_rebuild', mart='fct_signals') }}
),

-- One quiet night in ten may show something. Nine tenths of that chance go to what a night is looked
-- through for: anger, complaints and posts that rise, a tone that falls. All other series share the
-- rest. Fewer than five posts are no rise, whatever was expected.
found as (
    select
        *,
        q / if(is_watched, 0.9, 0.1) as alarms,
        case when z > 0 then 'up' else 'down' end as direction,
        concat_ws(':', metric, subject, direction) as signal_id,
        least(greatest(alarms, 0.0001), 1) as false_alarm_rate
    from judged
    where
        alarms <= 0.1
        and (z < 0 or k >= 5 or metric = 'sentiment')
),

shares as (
    select
        *,
        'emotion' as metric
    from {{ ref('int_emotion_days_corrected') }}
    where days = 1
),

-- An emotion is told as the mail tells it: its share of the day, and what it moved away from.
told as (
    select
        found.*,
        shares.share,
        shares.share - shares.slope * found.deviation as usual,
        {{ student('found.freedom') }} * shares.slope * found.error as margin
    from found
    left join shares
        on
            found.metric = shares.metric
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
    nights,
    false_alarm_rate
from told
