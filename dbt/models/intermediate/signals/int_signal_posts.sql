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

post_themes as (
    select * from {{ ref('fct_post_themes') }}
    where not is_brand and (community_id, created_date) in (select * from days)
),

indexed as (
    select * from {{ ref('int_posts_indexed') }}
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
left join post_themes
    on
        found.metric = 'theme'
        and posts.community_id = post_themes.community_id
        and posts.network = post_themes.network
        and posts.post_id = post_themes.post_id
        and found.subject = post_themes.theme_id
left join indexed
    on
        found.metric = 'index'
        and posts.community_id = indexed.community_id
        and posts.network = indexed.network
        and posts.post_id = indexed.post_id
        and found.subject = indexed.index_id
where
    case
        when found.metric = 'theme' then post_themes.theme_id is not null
        when found.metric = 'sentiment' and found.direction = 'up' then posts.sentiment > 0
        when found.metric = 'sentiment' then posts.sentiment < 0
        when found.direction = 'down' then false
        when found.metric = 'volume' then true
        when found.metric = 'complaint' then posts.is_complaint
        when found.metric = 'index' then indexed.index_id is not null
        else
            case found.subject
                {% for emotion in var('emotions') -%}
                    when '{{ emotion }}' then posts.has_{{ emotion }}
                {% endfor -%}
            end
    end
