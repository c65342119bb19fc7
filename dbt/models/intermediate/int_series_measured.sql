{{
    config(
        tags=['by_day'],
        materialized='incremental',
        pre_hook=["{{ forget_days('date', 'int_days_affected') }}", "{{ forget_themes('subject', of_metric=True) }}"]
    )
}}

with days as (
    select * from {{ ref('int_days_listed') }}
    where {{ only_days('date', 'int_days_affected') }}
),

posts as (
    select * from {{ ref('int_posts_read') }}
    where not is_brand and model is not null and {{ only_days('created_date', 'int_days_affected') }}
),

member_days as (
    select
        community_id,
        created_date as date,
        count(*) as posts,
        sum(sentiment) as sentiment,
        sum(sentiment * sentiment) as squared_sentiment
    from posts
    group by all
),

emotion_days as (
    select * from {{ ref('int_emotion_days_corrected') }}
    where {{ only_days('date', 'int_days_affected') }}
),

emotion_threads_wide as (
    select
        community_id,
        created_date as date,
        {% for emotion in var('emotions') -%}
            count_if(has_{{ emotion }}) as {{ emotion }},
        {% endfor -%}
        thread_id
    from posts
    group by all
),

emotion_threads as (
    unpivot emotion_threads_wide
    on {{ var('emotions') | join(', ') }}
    into name subject value posts
),

theme_threads as (
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
    group by all
),

index_threads as (
    select
        community_id,
        created_date as date,
        index_id as subject,
        thread_id,
        count(*) as posts
    from {{ ref('int_posts_indexed') }}
    where {{ only_days('created_date', 'int_days_affected') }}
    group by all
),

threads as (
    select
        'emotion' as metric,
        community_id,
        date,
        subject,
        posts
    from emotion_threads
    union all
    select
        'theme' as metric,
        community_id,
        date,
        subject,
        posts
    from theme_threads
    union all
    select
        'index' as metric,
        community_id,
        date,
        subject,
        posts
    from index_threads
),

-- Posts of one thread are not independent: a share varies as the squares of what each thread gives to it.
clusters as (
    select
        metric,
        community_id,
        date,
        subject,
        sum(posts * posts) as squares
    from threads
    group by all
),

emotions as (
    select unnest({{ var('emotions') }}) as emotion
),

volume as (
    select
        days.community_id,
        days.industry,
        days.date,
        'volume' as metric,
        null::varchar as subject,
        coalesce(member_days.posts, 0) as n,
        coalesce(member_days.posts, 0) as k,
        null::decimal(38, 8) as squares
    from days
    left join member_days on days.community_id = member_days.community_id and days.date = member_days.date
),

sentiment as (
    select
        days.community_id,
        days.industry,
        days.date,
        'sentiment' as metric,
        null::varchar as subject,
        coalesce(member_days.posts, 0) as n,
        coalesce(member_days.sentiment, 0) as k,
        coalesce(member_days.squared_sentiment, 0) as squares
    from days
    left join member_days on days.community_id = member_days.community_id and days.date = member_days.date
),

felt as (
    select
        days.community_id,
        days.industry,
        days.date,
        'emotion' as metric,
        emotions.emotion as subject,
        coalesce(emotion_days.posts, 0) as n,
        coalesce(emotion_days.present, 0) as k
    from days
    cross join emotions
    left join emotion_days
        on
            days.community_id = emotion_days.community_id
            and days.date = emotion_days.date
            and emotions.emotion = emotion_days.emotion
),

themes as (
    select
        community_id,
        industry,
        date,
        'theme' as metric,
        theme_id as subject,
        member_posts as n,
        posts as k
    from {{ ref('fct_theme_days') }}
    where
        {{ only_days('date', 'int_days_affected') }}
        or {{ is_new_theme('theme_id', own='subject', of_metric=True) }}
),

indices as (
    select
        community_id,
        industry,
        date,
        'index' as metric,
        index_id as subject,
        member_posts as n,
        posts as k
    from {{ ref('fct_index_days') }}
    where {{ only_days('date', 'int_days_affected') }}
),

shares as (
    select * from felt
    union all
    select * from themes
    union all
    select * from indices
)

select * from volume
union all
select * from sentiment
union all
select
    shares.community_id,
    shares.industry,
    shares.date,
    shares.metric,
    shares.subject,
    shares.n,
    shares.k,
    coalesce(clusters.squares, 0) as squares
from shares
left join clusters
    on
        shares.metric = clusters.metric
        and shares.community_id = clusters.community_id
        and shares.date = clusters.date
        and shares.subject = clusters.subject
