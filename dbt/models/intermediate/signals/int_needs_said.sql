{{ config(materialized='view') }}

with communities as (
    select * from {{ ref('dim_communities') }}
),

needs as (
    select distinct
        community_id,
        night,
        need_id,
        theme_id,
        label_fr,
        label_en,
        name_kind,
        said_in,
        network,
        post_id,
        is_explicit,
        score,
        proof
    from {{ ref('stg_cmr__needs') }}
),

posts as (
    select
        community_id,
        network,
        post_id,
        author_id,
        created_date
    from {{ ref('int_posts_current') }}
    where not is_brand
),

answers as (
    select
        community_id,
        network,
        in_reply_to as post_id,
        min(created_date) as date
    from {{ ref('int_posts_current') }}
    where is_brand and in_reply_to is not null
    group by all
)

select
    communities.community_id,
    communities.industry,
    needs.night as date,
    needs.need_id,
    needs.theme_id,
    needs.label_fr,
    needs.label_en,
    needs.name_kind,
    needs.said_in,
    needs.network,
    needs.post_id,
    needs.is_explicit,
    needs.score,
    needs.proof,
    posts.author_id,
    posts.created_date,
    posts.created_date > needs.night - 28 as is_recent,
    case when answers.date <= needs.night then answers.date end as answered_date
from needs
inner join communities on needs.community_id = communities.community_id
inner join posts
    on
        needs.community_id = posts.community_id
        and needs.network = posts.network
        and needs.post_id = posts.post_id
left join answers
    on
        needs.community_id = answers.community_id
        and needs.network = answers.network
        and needs.post_id = answers.post_id
where posts.created_date between needs.night - 55 and needs.night
