with author_days as (
    select * from {{ ref('fct_author_days') }}
),

communities as (
    select * from {{ ref('dim_communities') }}
),

firsts as (
    select
        community_id,
        industry,
        author_id,
        date_trunc('week', min(date))::date as cohort_week
    from author_days
    group by community_id, industry, author_id
),

cohorts as (
    select
        community_id,
        industry,
        cohort_week,
        count(*) as members
    from firsts
    group by community_id, industry, cohort_week
),

weeks as (
    select
        cohorts.*,
        communities.first_date,
        communities.last_date,
        unnest(generate_series(cohorts.cohort_week, communities.last_date, interval 7 days))::date as week
    from cohorts
    inner join communities on cohorts.community_id = communities.community_id
),

active as (
    select
        firsts.community_id,
        firsts.cohort_week,
        date_trunc('week', author_days.date)::date as week,
        count(distinct author_days.author_id) as members
    from author_days
    inner join firsts
        on
            author_days.community_id = firsts.community_id
            and author_days.author_id = firsts.author_id
    group by firsts.community_id, firsts.cohort_week, date_trunc('week', author_days.date)::date
)

select
    weeks.community_id,
    weeks.industry,
    weeks.cohort_week,
    weeks.week,
    (date_diff('day', weeks.cohort_week, weeks.week) // 7)::bigint as week_number,
    weeks.members,
    coalesce(active.members, 0)::bigint as active_members,
    round(coalesce(active.members, 0) / weeks.members, 4)::decimal(6, 4) as retention,
    weeks.cohort_week < weeks.first_date + 28 as may_be_older,
    weeks.week + 6 > weeks.last_date as is_censored,
    {{ few('weeks.members') }} as few_members
from weeks
left join active
    on
        weeks.community_id = active.community_id
        and weeks.cohort_week = active.cohort_week
        and weeks.week = active.week
