with days as (
    select * from {{ ref('int_days_listed') }}
),

member_days as (
    select
        community_id,
        created_date as date,
        count(*) as posts,
        sum(sentiment) as sentiment,
        sum(sentiment * sentiment) as squared_sentiment
    from {{ ref('int_posts_read') }}
    where not is_brand and model is not null
    group by all
),

emotion_days as (
    select * from {{ ref('int_emotion_days_corrected') }}
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
        coalesce(emotion_days.present, 0) as k,
        null::decimal(38, 8) as squares
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
        posts as k,
        null::decimal(38, 8) as squares
    from {{ ref('fct_theme_days') }}
),

indices as (
    select
        community_id,
        industry,
        date,
        'index' as metric,
        index_id as subject,
        member_posts as n,
        posts as k,
        null::decimal(38, 8) as squares
    from {{ ref('fct_index_days') }}
)

select * from volume
union all
select * from sentiment
union all
select * from felt
union all
select * from themes
union all
select * from indices
