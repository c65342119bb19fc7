with days as (
    select * from {{ ref('int_days_listed') }}
),

events as (
    select * from {{ ref('stg_cmr__calendar') }}
),

years as (
    select distinct unnest([year(date) - 1, year(date), year(date) + 1]) as year
    from days
),

-- MM-DD comes every year; an event that ends before it starts runs into the next one.
occurrences as (
    select
        events.industry,
        events.event_id,
        events.name_fr,
        events.name_en,
        try_cast(years.year || '-' || events.starts_on as date) as first_day,
        try_cast(
            case
                when events.ends_on < events.starts_on then (years.year + 1) || '-'
                when len(events.ends_on) = 5 then years.year || '-'
            end || events.ends_on as date
        ) as last_day
    from events
    cross join years
    where len(events.starts_on) = 5
    union
    select
        industry,
        event_id,
        name_fr,
        name_en,
        starts_on::date as first_day,
        ends_on::date as last_day
    from events
    where len(starts_on) = 10 and len(ends_on) = 10
)

select
    days.community_id,
    days.industry,
    days.date,
    occurrences.event_id,
    min(occurrences.name_fr) as name_fr,
    min(occurrences.name_en) as name_en,
    (days.date - min(occurrences.first_day) + 1)::bigint as day_of_event
from days
inner join occurrences
    on
        days.industry = occurrences.industry
        and days.date between occurrences.first_day and occurrences.last_day
group by days.community_id, days.industry, days.date, occurrences.event_id
