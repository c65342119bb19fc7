{{
    config(
        tags=['by_day'],
        materialized='incremental',
        incremental_strategy='changed_days',
        meta={'day': 'date', 'changed': 'chg_signal_days_to_rebuild'}
    )
}}

-- depends_on: {{ ref('chg_signal_days_to_rebuild') }}

with explained as (
    select * from {{ ref('int_signals_explained') }}
),

merged as (
    select * from {{ ref('int_causes_merged') }}
),

renamed as (
    select
        explained.*,
        coalesce(merged.cause_theme_id, explained.theme_id) as cause_theme_id
    from explained
    left join merged
        on
            explained.community_id = merged.community_id
            and explained.date = merged.date
            and explained.theme_id = merged.theme_id
),

led as (
    select
        *,
        first_value(
            case when direction = 'up' or metric = 'sentiment' then cause_theme_id end ignore nulls
        ) over (
            partition by community_id, date
            order by abs(z) desc, signal_id
            rows between unbounded preceding and unbounded following
        ) as leading_theme_id
    from renamed
),

-- What rises makes the other shares fall: on a day with a cause, a falling share is a symptom of
-- it. The strongest symptom stands for its cause and names the others.
by_cause as (
    select
        *,
        case
            when direction = 'down' and metric in ('theme', 'index', 'emotion')
                then coalesce(leading_theme_id, cause_theme_id, metric)
            else coalesce(cause_theme_id, metric)
        end as cause,
        row_number() over symptoms_of_cause as place,
        list(signal_id) over (
            partition by community_id, date, cause
            order by direction = 'down', abs(z) desc, signal_id
            rows between unbounded preceding and unbounded following
        ) as symptoms
    from led
    window symptoms_of_cause as (
        partition by community_id, date, cause order by direction = 'down', abs(z) desc, signal_id
    )
)

select
    community_id,
    industry,
    date,
    signal_id,
    metric,
    subject,
    direction,
    round(value, 4) as value,
    round(expected, 4) as expected,
    round(low, 4) as low,
    round(high, 4) as high,
    round(z, 2) as z,
    round(false_alarm_rate, 4) as false_alarm_rate,
    nights::integer as nights,
    theme_id,
    {{ share('theme_share') }} as theme_share,
    coalesce(authors, 0)::bigint as authors,
    {{ share('top_author_share') }} as top_author_share,
    top_audience,
    coalesce(verbatims, []) as verbatims,
    symptoms[2:] as also,
    row_number() over (
        partition by community_id, date order by abs(z) desc, signal_id
    )::integer as rank
from by_cause
where place = 1
