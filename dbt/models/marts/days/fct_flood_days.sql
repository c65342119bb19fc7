{{
    config(
        tags=['by_day'],
        materialized='incremental',
        incremental_strategy='changed_days',
        meta={'day': 'date', 'changed': 'chg_days_to_reread'}
    )
}}

with posts as (
    select
        community_id,
        industry,
        created_date as date,
        network,
        post_id,
        author_id,
        count(*) over (partition by community_id, created_date) as day_posts,
        -- What is said, whomever it is said to, in whatever order and punctuation.
        list_sort(list_distinct(regexp_extract_all(
            regexp_replace(lower(text), '(@|https?://)\S+', ' ', 'g'), '\p{L}{2,}'
        ))) as words
    from {{ ref('int_posts_current') }}
    where not is_brand and {{ only_days('created_date') }}
),

-- Five accounts that say the same in four words or more, or in fewer a tenth of all that is said: a
-- contest, a petition, machines. A crowd that is glad says "merci" in many ways.
copied as (
    select
        community_id,
        industry,
        date,
        'copied' as kind,
        count(*) as posts,
        count(distinct author_id) as authors,
        any_value(day_posts) as day_posts,
        min(struct_pack(network := network, post_id := post_id)) as example
    from posts
    where len(words) > 0
    group by community_id, industry, date, words
    having
        count(distinct author_id) >= 5
        and (len(words) >= 4 or 10 * count(*) >= any_value(day_posts))
),

busiest as (
    select
        community_id,
        industry,
        date,
        author_id,
        any_value(day_posts) as day_posts,
        count(*) as posts,
        min(struct_pack(network := network, post_id := post_id)) as example
    from posts
    group by community_id, industry, date, author_id
    qualify row_number() over (
        partition by community_id, date order by count(*) desc, author_id
    ) <= 3
),

-- Three people who write most of a day that has enough posts to speak of.
few as (
    select
        community_id,
        industry,
        date,
        'few' as kind,
        sum(posts) as posts,
        count(*) as authors,
        any_value(day_posts) as day_posts,
        min(example) as example
    from busiest
    group by community_id, industry, date
    having any_value(day_posts) >= 20 and 2 * sum(posts) > any_value(day_posts)
),

floods as (
    select * from copied
    union all
    select * from few
)

select
    community_id,
    industry,
    date,
    row_number() over (
        partition by community_id, date order by posts desc, kind, example
    )::integer as flood,
    kind,
    posts::bigint as posts,
    authors::bigint as authors,
    {{ share('posts / day_posts') }} as share,
    example
from floods
