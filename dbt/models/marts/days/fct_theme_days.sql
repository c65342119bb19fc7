{{
    config(
        tags=['by_day'],
        materialized='incremental',
        incremental_strategy='changed_days',
        meta={'day': 'date', 'changed': 'chg_days_to_rebuild'},
        pre_hook="{{ forget_themes('theme_id') }}"
    )
}}

with days as (
    select
        *,
        {{ only_days('date', 'chg_days_to_rebuild') }} as is_affected
    from {{ ref('int_days_listed') }}
),

themes as (
    select
        *,
        {{ is_new_theme('theme_id') }} as is_new
    from {{ ref('dim_themes') }}
),

posts as (
    select * from {{ ref('int_posts_read') }}
    where not is_brand and {{ is_read() }}
),

post_themes as (
    select * from {{ ref('fct_post_themes') }}
    where {{ only_days('created_date', 'chg_days_to_rebuild') }}
),

engagement as (
    select
        community_id,
        network,
        post_id,
        engagement
    from {{ ref('fct_posts') }}
    where
        not is_brand
        and engagement is not null
        and {{ only_days('created_date', 'chg_days_to_rebuild') }}
),

member_days as (
    select
        community_id,
        created_date as date,
        count(*) as member_posts
    from posts
    group by all
),

theme_days as (
    select
        posts.community_id,
        posts.created_date as date,
        post_themes.theme_id,
        count(*) as posts,
        count(distinct posts.author_id) as authors,
        {{ mean('posts.sentiment') }} as sentiment,
        {% for emotion in var('emotions') -%}
            {{ mean('posts.' ~ emotion) }} as {{ emotion }},
        {% endfor -%}
        {{ mean('engagement.engagement', 'decimal(18, 4)') }} as engagement_per_post
    from post_themes
    inner join posts
        on
            post_themes.community_id = posts.community_id
            and post_themes.network = posts.network
            and post_themes.post_id = posts.post_id
    left join engagement
        on
            post_themes.community_id = engagement.community_id
            and post_themes.network = engagement.network
            and post_themes.post_id = engagement.post_id
    group by all
)

select
    days.community_id,
    days.industry,
    days.date,
    themes.theme_id,
    coalesce(theme_days.posts, 0)::bigint as posts,
    coalesce(theme_days.authors, 0)::bigint as authors,
    coalesce(member_days.member_posts, 0)::bigint as member_posts,
    {{ share('coalesce(theme_days.posts, 0) / nullif(member_days.member_posts, 0)') }} as share,
    {{ wilson('coalesce(theme_days.posts, 0)', 'member_days.member_posts', '-') }} as share_low,
    {{ wilson('coalesce(theme_days.posts, 0)', 'member_days.member_posts', '+') }} as share_high,
    theme_days.sentiment,
    case greatest({{ var('emotions') | join(', ') }})
        {% for emotion in var('emotions') -%}
            when theme_days.{{ emotion }} then '{{ emotion }}'
        {% endfor -%}
    end as dominant_emotion,
    {% for emotion in var('emotions') -%}
        theme_days.{{ emotion }},
    {% endfor -%}
    theme_days.engagement_per_post,
    {{ few('coalesce(theme_days.posts, 0)') }} as few_posts
from days
inner join themes on days.community_id = themes.community_id
left join member_days
    on
        days.community_id = member_days.community_id
        and days.date = member_days.date
left join theme_days
    on
        days.community_id = theme_days.community_id
        and days.date = theme_days.date
        and themes.theme_id = theme_days.theme_id
where days.is_affected or themes.is_new
