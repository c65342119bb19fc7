{{ config(materialized='ephemeral') }}

with found as (
    select * from {{ ref('int_signals_found') }}
),

days as (
    select distinct
        community_id,
        date
    from found
),

posts as (
    select * from {{ ref('int_posts_read') }}
    where
        not is_brand
        and {{ is_read() }}
        and (community_id, created_date) in (select * from days)
),

-- With their metric as a column: a condition on one side alone would have each signal meet each post.
spoken as (
    select
        community_id,
        network,
        post_id,
        'theme' as metric,
        theme_id as subject
    from {{ ref('fct_post_themes') }}
    where not is_brand and (community_id, created_date) in (select * from days)
    union all
    select
        community_id,
        network,
        post_id,
        'index' as metric,
        index_id as subject
    from {{ ref('int_posts_indexed') }}
    where (community_id, created_date) in (select * from days)
)

-- Those that feel it, speak of it, or lean its way; nobody is behind a fall in posts.
select
    found.community_id,
    found.date,
    found.signal_id,
    found.metric,
    found.subject,
    posts.network,
    posts.post_id,
    posts.author_id,
    posts.sentiment
from found
inner join posts on found.community_id = posts.community_id and found.date = posts.created_date
left join spoken
    on
        posts.community_id = spoken.community_id
        and posts.network = spoken.network
        and posts.post_id = spoken.post_id
        and found.metric = spoken.metric
        and found.subject = spoken.subject
where
    case
        when found.metric = 'theme' then spoken.subject is not null
        when found.metric = 'sentiment' and found.direction = 'up' then posts.sentiment > 0
        when found.metric = 'sentiment' then posts.sentiment < 0
        when found.direction = 'down' then false
        when found.metric = 'volume' then true
        when found.metric = 'complaint' then posts.is_complaint
        when found.metric = 'index' then spoken.subject is not null
        else
            case found.subject
                {% for emotion in var('emotions') -%}
                    when '{{ emotion }}' then posts.has_{{ emotion }}
                {% endfor -%}
            end
    end
