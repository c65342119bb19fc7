{{
    config(
        tags=['by_day'],
        materialized='incremental',
        incremental_strategy='changed_days',
        meta={'day': 'created_date', 'changed': 'chg_days_to_reread'}
    )
}}

with posts as (
    select * from {{ ref('int_posts_read') }}
    where not is_brand and {{ is_read() }} and {{ only_days('created_date') }}
),

post_themes as (
    select * from {{ ref('fct_post_themes') }}
    where not is_brand and {{ only_days('created_date') }}
),

parts as (
    select * from {{ ref('stg_cmr__indices') }}
)

select distinct
    posts.community_id,
    posts.industry,
    posts.created_date,
    posts.network,
    posts.post_id,
    posts.thread_id,
    parts.index_id
from posts
inner join post_themes
    on
        posts.community_id = post_themes.community_id
        and posts.network = post_themes.network
        and posts.post_id = post_themes.post_id
inner join parts
    on posts.industry = parts.industry and post_themes.theme_id = parts.theme_id
where
    case parts.emotion
        {% for emotion in var('emotions') -%}
            when '{{ emotion }}' then posts.has_{{ emotion }}
        {% endfor -%}
    end
order by posts.created_date
