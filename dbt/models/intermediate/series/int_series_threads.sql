{{
    config(
        tags=['by_day'],
        materialized='incremental',
        incremental_strategy='changed_days',
        meta={'day': 'date', 'changed': 'chg_days_to_rebuild'}
    )
}}

with posts as (
    select * from {{ ref('int_posts_read') }}
    where
        not is_brand
        and {{ is_read() }}
        and {{ only_days('created_date', 'chg_days_to_rebuild') }}
),

emotions_wide as (
    select
        community_id,
        created_date as date,
        {% for emotion in var('emotions') -%}
            count_if(has_{{ emotion }}) as {{ emotion }},
        {% endfor -%}
        thread_id
    from posts
    group by community_id, created_date, thread_id
),

emotions as (
    unpivot emotions_wide on {{ var('emotions') | join(', ') }} into name subject value posts
),

themes as (
    select
        posts.community_id,
        posts.created_date as date,
        post_themes.theme_id as subject,
        posts.thread_id,
        count(*) as posts
    from {{ ref('fct_post_themes') }} as post_themes
    inner join posts
        on
            post_themes.community_id = posts.community_id
            and post_themes.network = posts.network
            and post_themes.post_id = posts.post_id
    group by posts.community_id, posts.created_date, post_themes.theme_id, posts.thread_id
),

indices as (
    select
        community_id,
        created_date as date,
        index_id as subject,
        thread_id,
        count(*) as posts
    from {{ ref('int_posts_indexed') }}
    where {{ only_days('created_date', 'chg_days_to_rebuild') }}
    group by community_id, created_date, index_id, thread_id
),

threads as (
    select
        *,
        'emotion' as metric
    from emotions
    union all by name
    select
        *,
        'theme' as metric
    from themes
    union all by name
    select
        *,
        'index' as metric
    from indices
)

-- Posts of one thread are not independent: a share varies as the squares of what each thread gives
-- to it (Kish 1965, section 5.4).
select
    community_id,
    date,
    metric,
    subject,
    sum(posts * posts) as squares
from threads
group by community_id, date, metric, subject
