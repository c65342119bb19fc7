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
    where {{ only_since('date', 28) }}
),

posts as (
    select * from {{ ref('int_posts_read') }}
    where not is_brand and {{ is_read() }} and {{ only_since('created_date', 28) }}
),

indices as (
    select distinct
        industry,
        index_id,
        label_fr,
        label_en
    from {{ ref('stg_cmr__indices') }}
),

member_days as (
    select
        community_id,
        created_date as date,
        count(*) as member_posts
    from posts
    group by all
),

index_days as (
    select
        community_id,
        created_date as date,
        index_id,
        count(*) as posts
    from {{ ref('int_posts_indexed') }}
    where {{ only_since('created_date', 28) }}
    group by all
),

counted as (
    select
        days.community_id,
        days.industry,
        days.date,
        indices.index_id,
        indices.label_fr,
        indices.label_en,
        coalesce(index_days.posts, 0) as posts,
        coalesce(member_days.member_posts, 0) as member_posts
    from days
    inner join indices on days.industry = indices.industry
    left join member_days
        on
            days.community_id = member_days.community_id
            and days.date = member_days.date
    left join index_days
        on
            days.community_id = index_days.community_id
            and days.date = index_days.date
            and indices.index_id = index_days.index_id
),

measured as (
    select
        community_id,
        industry,
        date,
        index_id,
        label_fr,
        label_en,
        posts::bigint as posts,
        member_posts::bigint as member_posts,
        {{ share('posts / nullif(member_posts, 0)') }} as share,
        {{ wilson('posts', 'member_posts', '-') }} as share_low,
        {{ wilson('posts', 'member_posts', '+') }} as share_high,
        {{ share('sum(posts) over last_28_days / nullif(sum(member_posts) over last_28_days, 0)') }}
            as usual_share,
        {{ few('member_posts') }} as few_posts
    from counted
    window last_28_days as (
        partition by community_id, index_id
        order by date
        range between interval 28 days preceding and interval 1 day preceding
    )
)

select *
from measured
where {{ only_days('date', 'chg_days_to_rebuild') }}
