{{
    config(
        tags=['by_day'],
        materialized='incremental',
        incremental_strategy='changed_days',
        meta={'day': 'created_date', 'changed': 'chg_days_to_rebuild'}
    )
}}

with posts as (
    select * from {{ ref('int_posts_read') }}
    where not is_brand and {{ is_read() }} and {{ only_since('created_date', 0) }}
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
),

-- What a person writes, and the moments at which the brand answers them.
events as (
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
    where {{ only_since('created_date', 0) }}
),

-- After an answer from its moment on; without one from an hour after the post on, when an answer would have come: who
-- goes on complaining in the first minutes would make silence look worse than it is.
followed as (
    select
        *,
        if(is_answer, count(sentiment) over after_it, count(sentiment) over after_an_hour) as posts_after,
    {% for feeling in ['sentiment', 'anger'] -%}
        (
            if(is_answer, sum({{ feeling }}) over after_it, sum({{ feeling }}) over after_an_hour)
            / nullif(posts_after, 0)
        )::decimal(6, 4) as {{ feeling }}_after{{ ',' if not loop.last }}
    {% endfor -%}
    from events
    window
        after_it as (
            partition by community_id, author_id order by created_at
            range between interval 1 microsecond following and interval 168 hours following
        ),
        after_an_hour as (
            partition by community_id, author_id order by created_at
            range between interval 1 hour following and interval 169 hours following
        )
)

select
    community_id,
    industry,
    network,
    post_id,
    author_id,
    created_at,
    created_date,
    is_answer,
    is_first,
    answered_post_id,
    answered_created_at,
    asks,
    is_answered,
    sentiment_before,
    anger_before,
    posts_after,
    sentiment_after,
    anger_after
from followed
where (is_answer or asks) and {{ only_days('created_date', 'chg_days_to_rebuild') }}
order by created_date
