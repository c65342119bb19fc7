{{
    config(
        tags=['by_day'],
        materialized='incremental',
        incremental_strategy='changed_days',
        meta={'day': 'date', 'changed': 'chg_days_to_rebuild'}
    )
}}

with days as (
    select * from {{ ref('int_days_listed') }}
    where {{ only_days('date', 'chg_days_to_rebuild') }}
),

author_days as (
    select * from {{ ref('fct_author_days') }}
    where {{ only_since('date', 27) }}
),

people as (
    select
        days.community_id,
        days.date,
        author_days.author_id,
        sum(author_days.posts) as posts
    from days
    inner join author_days
        on
            days.community_id = author_days.community_id
            and author_days.date between days.date - 27 and days.date
    group by days.community_id, days.date, author_days.author_id
),

-- People with equally many posts, fewest first; they share the ranks that end at `people_so_far`.
equally_active as (
    select
        community_id,
        date,
        posts,
        count(*) as people,
        sum(count(*)) over by_activity as people_so_far
    from people
    group by community_id, date, posts
    window by_activity as (partition by community_id, date order by posts)
),

-- Gini (1912) by ranks: G = 2 sum(i x_i) / (n sum(x_i)) - (n + 1) / n, people i = 1 … n in
-- ascending order of posts x. The mean rank of m people that end at rank r is r - (m - 1) / 2,
-- hence 2 sum(i x_i) = sum of x m (2 r - m + 1).
ranked as (
    select
        community_id,
        date,
        sum(people) as n,
        sum(posts * people) as all_posts,
        sum(posts * people * (2 * people_so_far - people + 1)) as twice_ranked
    from equally_active
    group by community_id, date
)

select
    community_id,
    date,
    (twice_ranked / (n * all_posts) - (n + 1) / n)::decimal(6, 4) as participation_gini
from ranked
