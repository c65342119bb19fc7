with followed as (
    select * from {{ ref('int_feelings_followed') }}
),

posts as (
    select * from {{ ref('fct_posts') }}
),

communities as (
    select * from {{ ref('dim_communities') }}
),

asked as (
    select * from followed
    where not is_answer and asks
),

-- The brand's first answer, and what the person wrote after it.
answers as (
    select
        *,
        date_diff('second', answered_created_at, created_at) / 60 as minutes
    from followed
    where is_answer and is_first
),

joined as (
    select
        asked.*,
        answers.minutes,
        case when answers.minutes is null then asked.posts_after else answers.posts_after end as after_posts,
        case when answers.minutes is null then asked.sentiment_after else answers.sentiment_after end
            as after_sentiment,
        case when answers.minutes is null then asked.anger_after else answers.anger_after end as after_anger
    from asked
    left join answers
        on
            asked.community_id = answers.community_id
            and asked.network = answers.network
            and asked.post_id = answers.answered_post_id
)

select
    joined.community_id,
    joined.industry,
    joined.network,
    joined.post_id,
    joined.author_id,
    joined.created_at,
    joined.created_date,
    posts.audience,
    posts.top_theme_id as theme_id,
    posts.question >= posts.complaint as is_rather_question,
    round(joined.minutes, 2)::decimal(12, 2) as minutes,
    case
        when joined.minutes <= 120 then 'within_2_hours'
        when joined.minutes <= 1440 then 'within_a_day'
        when joined.minutes <= 10080 then 'within_a_week'
        when joined.minutes is not null then 'later'
        else 'never'
    end as latency,
    joined.minutes is null and joined.created_date > communities.last_date - 7 as is_censored,
    joined.sentiment_before,
    joined.anger_before,
    joined.after_posts::bigint as posts_after,
    joined.after_sentiment as sentiment_after,
    joined.after_anger as anger_after,
    (joined.after_sentiment - joined.sentiment_before)::decimal(6, 4) as sentiment_change,
    (joined.after_anger - joined.anger_before)::decimal(6, 4) as anger_change
from joined
inner join communities on joined.community_id = communities.community_id
left join posts
    on
        joined.community_id = posts.community_id
        and joined.network = posts.network
        and joined.post_id = posts.post_id
