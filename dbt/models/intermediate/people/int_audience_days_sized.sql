{{
    config(
        tags=['by_day'],
        materialized='incremental',
        incremental_strategy='changed_days',
        meta={'day': 'date', 'changed': 'chg_audience_days_to_rebuild'}
    )
}}

with days as (
    select * from {{ ref('int_days_listed') }}
    where {{ only_since('date', 90, 'chg_audience_days_to_rebuild') }}
),

audiences as (
    select * from {{ ref('stg_cmr__audiences') }}
),

author_days as (
    select
        community_id,
        audience,
        date,
        lead(date) over (partition by community_id, author_id order by date) as next_date,
        max_by(followers, date) filter (where followers is not null) over last_90_days as followers
    from {{ ref('fct_author_days') }}
    where {{ only_since('date', 179, 'chg_audience_days_to_rebuild') }}
    window last_90_days as (
        partition by community_id, author_id
        order by date
        range between interval 89 days preceding and current row
    )
),

recent as (
    select * from author_days
    where {{ only_since('date', 90, 'chg_audience_days_to_rebuild') }}
),

-- An author stays in an audience until the next post or for 28 days, then is dormant until day 90.
stays as (
    select
        community_id,
        audience,
        date as first_day,
        least(coalesce(next_date, date + 28), date + 28) as day_after,
        followers
    from recent
    union all
    select
        community_id,
        'dormant' as audience,
        date + 28 as first_day,
        least(coalesce(next_date, date + 90), date + 90) as day_after,
        followers
    from recent
    where next_date is null or next_date > date + 28
),

moves as (
    {% for day, sign in [('first_day', ''), ('day_after', '-')] -%}
        select
            community_id,
            audience,
            {{ day }} as date,
            {{ sign }}count(*) as authors,
            {{ sign }}count(followers) as known,
            {{ sign }}coalesce(sum(followers), 0) as reach
        from stays
        group by community_id, audience, {{ day }}
        {{ 'union all' if not loop.last }}
    {% endfor -%}
),

daily_moves as (
    select
        community_id,
        audience,
        date,
        sum(authors) as authors,
        sum(known) as known,
        sum(reach) as reach
    from moves
    group by community_id, audience, date
),

-- Who came less who left, summed from the first day on.
sizes as (
    select
        days.community_id,
        days.industry,
        days.date,
        audiences.audience,
        sum(daily_moves.authors) over until_today as authors,
        sum(daily_moves.known) over until_today as known,
        sum(daily_moves.reach) over until_today as reach
    from days
    inner join audiences on days.industry = audiences.industry
    left join daily_moves
        on
            days.community_id = daily_moves.community_id
            and audiences.audience = daily_moves.audience
            and days.date = daily_moves.date
    window until_today as (
        partition by days.community_id, audiences.audience
        order by days.date
        rows between unbounded preceding and current row
    )
)

select
    community_id,
    industry,
    date,
    audience,
    coalesce(authors, 0)::bigint as authors,
    case when known > 0 then reach end::bigint as reach
from sizes
where {{ only_days('date', 'chg_audience_days_to_rebuild') }}
