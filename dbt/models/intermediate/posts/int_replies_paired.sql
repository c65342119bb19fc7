{{
    config(
        tags=['by_day'],
        materialized='incremental',
        incremental_strategy='changed_days',
        meta={'day': ['created_date', 'parent_created_date'], 'changed': 'chg_days_to_reread'}
    )
}}

with posts as (
    select * from {{ ref('int_posts_read') }}
),

changed as (
    select
        community_id,
        network,
        post_id
    from posts
    where {{ only_days('created_date') }}
),

-- Replies of the days that changed, and those to posts of such days.
answers as (
    select *
    from posts
    where
        in_reply_to is not null
        and (
            {{ only_days('created_date') }}
            or (community_id, network, in_reply_to) in (select * from changed)
        )
)

select
    replies.community_id,
    replies.industry,
    replies.network,
    replies.post_id,
    replies.author_id,
    replies.is_brand,
    replies.created_at,
    replies.created_date,
    parents.post_id as parent_post_id,
    parents.author_id as parent_author_id,
    parents.is_brand as parent_is_brand,
    parents.created_at as parent_created_at,
    parents.created_date as parent_created_date,
    parents.is_question or parents.is_complaint as parent_asks,
    parents.sentiment as parent_sentiment,
    parents.anger as parent_anger,
    coalesce(parents.themes[1].theme, '') as parent_theme,
    replies.sentiment,
    {% for emotion in var('emotions') -%}
        parents.has_{{ emotion }} as parent_has_{{ emotion }},
        replies.has_{{ emotion }},
    {% endfor -%}
    {{ is_read('parents') }} and {{ is_read('replies') }} as are_read
from answers as replies
inner join posts as parents
    on
        replies.community_id = parents.community_id
        and replies.network = parents.network
        and replies.in_reply_to = parents.post_id
        and replies.post_id != parents.post_id
order by replies.created_date
