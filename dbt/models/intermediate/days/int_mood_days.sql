{{
    config(
        tags=['by_day'],
        materialized='incremental',
        incremental_strategy='changed_days',
        meta={'day': 'date', 'changed': 'chg_days_to_rebuild'}
    )
}}

with posts as (
    select * from {{ ref('int_posts_read') }}
    where
        not is_brand
        and {{ is_read() }}
        and {{ only_days('created_date', 'chg_days_to_rebuild') }}
),

people as (
    select
        community_id,
        created_date,
        count(*)::decimal(6, 0) as posts,
        sum(sentiment)::decimal(12, 4) as sentiment
    from posts
    group by community_id, created_date, author_id
),

-- Posts of one person are not independent: the mean varies as people's sums of deviations do
-- (linearised ratio; Cochran 1977, section 6.3), and never less than posts that differ by 0.05.
spreads as (
    select
        community_id,
        created_date,
        count(*) as authors,
        sum(posts) as n,
        sum(sentiment) / n as level,
        sum(sentiment * sentiment) - 2 * level * sum(posts * sentiment)
        + level * level * sum(posts * posts) as squares,
        sqrt(greatest(
            squares * authors / nullif(authors - 1, 0) / (n * n), 0.0025 / n
        )) as error
    from people
    group by community_id, created_date
),

margins as (
    select
        community_id,
        created_date,
        {{ student('authors - 1') }} * error as margin
    from spreads
    where authors >= 5
)

select
    posts.community_id,
    posts.created_date as date,
    count_if(is_question) as questions,
    count_if(is_complaint) as complaints,
    count_if(is_praise) as praises,
    count_if(is_suggestion) as suggestions,
    {{ mean('posts.sentiment') }} as sentiment,
    {{ around(mean('posts.sentiment', 'double'), 'any_value(margins.margin)', '-') }} as sentiment_low,
    {{ around(mean('posts.sentiment', 'double'), 'any_value(margins.margin)', '+') }} as sentiment_high,
    {{ mean('greatest(' ~ var('emotions') | join(', ') ~ ')') }} as intensity
from posts
left join margins
    on posts.community_id = margins.community_id and posts.created_date = margins.created_date
group by posts.community_id, posts.created_date
