{{ config(materialized='ephemeral') }}

with days as (
    select * from {{ ref('int_days_listed') }}
    where {{ only_days('date', 'chg_days_to_rebuild', mart='int_emotion_days_corrected') }}
),

felt as (
    select * from {{ ref('int_emotion_days_felt') }}
),

spans as (
    select unnest([1, 7]) as days
),

-- Each day with itself and the 55 before it; of the last seven the younger a day the more it
-- weighs, from a whole post down to a seventh.
looked_back as (
    select
        days.community_id,
        days.industry,
        days.date,
        felt.language,
        felt.emotion,
        spans.days,
        if(
            spans.days = 1, (felt.date = days.date)::integer,
            greatest(felt.date - days.date + 7, 0)
        ) as weight,
        felt.posts,
        felt.present,
        felt.felt,
        felt.squares
    from days
    cross join spans
    inner join felt
        on
            days.community_id = felt.community_id
            and felt.date between days.date - 55 and days.date
),

summed as (
    select
        community_id,
        industry,
        date,
        language,
        emotion,
        days,
        sum(weight * posts) as weighed,
        sum(posts) filter (weight > 0) as counted,
        -- As many posts of one weight as say as much (Kish 1965), for each weighed post.
        weighed / nullif(sum(weight * weight * posts), 0) as shrunk,
        sum(weight * looked_back.present) as present,
        sum(weight * looked_back.felt) as felt,
        sum(weight * looked_back.squares) as squares,
        sum(looked_back.posts) as usual_posts,
        sum(looked_back.felt) as usual_felt
    from looked_back
    group by all
)

select
    community_id,
    industry,
    date,
    language,
    emotion,
    days,
    counted,
    weighed * shrunk as posts,
    present * shrunk as present,
    felt * shrunk as felt,
    squares * shrunk as squares,
    usual_posts,
    usual_felt / usual_posts as usual_mean
from summed
where weighed > 0
