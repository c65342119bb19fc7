{{ config(materialized='ephemeral') }}

with posts as (
    select * from {{ ref('int_posts_read') }}
    where
        not is_brand
        and {{ is_read() }}
        and {{ only_since('created_date', 0, mart='int_feelings_followed') }}
),

answers as (
    select
        *,
        row_number() over (
            partition by community_id, network, parent_post_id
            order by created_at, post_id
        ) = 1 as is_first
    from {{ ref('int_replies_paired') }}
    where is_brand and not parent_is_brand and created_at >= parent_created_at
),

answered as (
    select distinct
        community_id,
        network,
        parent_post_id as post_id
    from answers
    where created_at <= parent_created_at + interval 7 days
)

select
    posts.community_id,
    posts.industry,
    posts.network,
    posts.post_id,
    posts.author_id,
    posts.created_at,
    posts.created_date,
    false as is_answer,
    false as is_first,
    null::varchar as answered_post_id,
    null::timestamptz as answered_created_at,
    posts.is_question or posts.is_complaint as asks,
    answered.post_id is not null as is_answered,
    posts.sentiment as sentiment_before,
    posts.anger as anger_before,
    posts.sentiment,
    posts.anger
from posts
left join answered
    on
        posts.community_id = answered.community_id
        and posts.network = answered.network
        and posts.post_id = answered.post_id
union all
select
    community_id,
    industry,
    network,
    post_id,
    parent_author_id as author_id,
    created_at,
    created_date,
    true as is_answer,
    is_first,
    parent_post_id as answered_post_id,
    parent_created_at as answered_created_at,
    parent_asks as asks,
    true as is_answered,
    parent_sentiment as sentiment_before,
    parent_anger as anger_before,
    null as sentiment,
    null as anger
from answers
where {{ only_since('created_date', 0, mart='int_feelings_followed') }}
