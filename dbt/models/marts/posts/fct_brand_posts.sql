with posts as (
    select
        *,
        round(date_diff('second', created_at, observed_at) / 3600, 2) as age_hours
    from {{ ref('fct_posts') }}
    where is_brand and in_reply_to is null
),

accounts as (
    select * from {{ ref('stg_cmr__brand') }}
),

replies as (
    select
        community_id,
        network,
        in_reply_to as post_id,
        count(*) as replies,
        {{ mean('sentiment') }} as sentiment
    from {{ ref('fct_posts') }}
    where not is_brand and in_reply_to is not null
    group by community_id, network, in_reply_to
),

-- Of a young post nobody knows yet how it will do.
aged as (
    select
        *,
        coalesce(metrics_basis = 'final' or age_hours >= 24, false) as is_settled,
        case when is_settled then ln(1 + engagement) end as settled_log
    from posts
),

compared as (
    select
        *,
        median(settled_log) over ninety_days as usual_log,
        count(settled_log) over ninety_days as usual_posts
    from aged
    window ninety_days as (
        partition by community_id, network, author_id
        order by created_at
        range between interval 90 days preceding and interval 1 microsecond preceding
    )
)

select
    compared.community_id,
    compared.industry,
    compared.network,
    compared.post_id,
    compared.author_id,
    accounts.account,
    compared.created_at,
    compared.created_date,
    compared.weekday,
    compared.local_hour,
    {{ slot('compared.local_hour') }} as slot,
    compared.format,
    compared.text,
    compared.top_theme_id as theme_id,
    compared.dominant_emotion as tone,
    compared.advice_id,
    compared.likes,
    compared.replies,
    compared.shares,
    compared.views,
    compared.engagement,
    compared.observed_at,
    compared.age_hours::decimal(12, 2) as age_hours,
    compared.is_settled,
    compared.usual_posts::bigint as usual_posts,
    case
        when compared.usual_posts >= 5
            then round(exp(compared.usual_log) - 1, 1)::decimal(18, 1)
    end as usual_engagement,
    case
        when compared.usual_posts >= 5
            then round(exp(compared.settled_log - compared.usual_log) - 1, 4)::decimal(18, 4)
    end as lift,
    coalesce(replies.replies, 0)::bigint as member_replies,
    replies.sentiment as reply_sentiment
from compared
left join accounts
    on
        compared.community_id = accounts.community_id
        and compared.network = accounts.network
        and compared.author_id = accounts.author_id
left join replies
    on
        compared.community_id = replies.community_id
        and compared.network = replies.network
        and compared.post_id = replies.post_id
