{{
    config(
        tags=['by_day'],
        materialized='incremental',
        pre_hook="{{ forget_days('date', 'int_days_affected') }}"
    )
}}

with days as (
    select * from {{ ref('int_days_listed') }}
    where {{ only_days('date', 'int_days_affected') }}
),

posts as (
    select * from {{ ref('fct_posts') }}
    where {{ only_days('created_date', 'int_days_affected') }}
),

emotions as (
    select * from {{ ref('int_emotion_days_corrected') }}
    where {{ only_days('date', 'int_days_affected') }}
),

replies as (
    select * from {{ ref('int_replies_paired') }}
    where {{ only_since('created_date', 89) }}
),

author_days as (
    select * from {{ ref('fct_author_days') }}
    where {{ only_since('date', 27) }}
),

volumes as (
    select
        community_id,
        created_date as date,
        count(*) as posts,
        count_if(not is_brand) as member_posts,
        count_if(is_brand) as brand_posts,
        count(distinct author_id) filter (where not is_brand) as authors,
        count_if(not is_brand and in_reply_to is not null) as replies,
        sum(engagement)::bigint as engagement,
        {{ mean('engagement', 'decimal(18, 4)') }} as engagement_per_post
    from posts
    group by all
),

moods as (
    select
        community_id,
        created_date as date,
        count_if(is_question) as questions,
        count_if(is_complaint) as complaints,
        count_if(is_praise) as praises,
        count_if(is_suggestion) as suggestions,
        {{ mean('sentiment') }} as sentiment,
        {{ mean('greatest(' ~ var('emotions') | join(', ') ~ ')') }} as intensity
    from {{ ref('int_posts_read') }}
    where not is_brand and model is not null and {{ only_since('created_date', 8) }}
    group by all
),

author_moods as (
    select
        community_id,
        created_date as date,
        author_id,
        {{ mean('sentiment') }} as sentiment
    from posts
    where not is_brand and model is not null
    group by all
),

-- Variance of people's mean sentiment over the greatest it can be (1: half the people at each end).
divisions as (
    select
        community_id,
        date,
        (sum(sentiment * sentiment) / count(*) - (sum(sentiment) / count(*)) * (sum(sentiment) / count(*)))
        ::decimal(6, 4) as polarisation
    from author_moods
    group by all
    having count(*) >= 2
),

successions as (
    select
        community_id,
        date,
        sentiment - lag(sentiment) over by_day as difference,
        date - lag(date) over by_day as days_since
    from moods
    window by_day as (partition by community_id order by date)
),

-- Root mean square of successive differences over seven days (von Neumann et al. 1941; Jahng et al. 2008).
swings as (
    select
        community_id,
        date,
        case
            when count(difference) filter (where days_since = 1) over last_7_days >= 3
                then
                    sqrt(
                        sum(difference * difference) filter (where days_since = 1) over last_7_days
                        / count(difference) filter (where days_since = 1) over last_7_days
                    )
        end::decimal(6, 4) as volatility
    from successions
    window last_7_days as (
        partition by community_id order by date range between interval 6 days preceding and current row
    )
),

-- Per emotion: how many replies answer a post that has it (n1) or lacks it (n0), and feel it themselves (a, c).
reply_days_wide as (
    select
        community_id,
        {% for emotion in var('emotions') -%}
            struct_pack(
                n1 := count_if(parent_has_{{ emotion }}),
                a := count_if(parent_has_{{ emotion }} and has_{{ emotion }}),
                n0 := count_if(not parent_has_{{ emotion }}),
                c := count_if(not parent_has_{{ emotion }} and has_{{ emotion }})
            ) as {{ emotion }},
        {% endfor -%}
        created_date as date
    from replies
    where not is_brand and not parent_is_brand and are_read and parent_author_id != author_id
    group by all
),

reply_days as (
    unpivot reply_days_wide on {{ var('emotions') | join(', ') }} into name emotion value counts
),

reply_windows as (
    select
        days.community_id,
        days.date,
        reply_days.emotion,
        sum(reply_days.counts.n1)::double as n1,
        sum(reply_days.counts.a)::double as a,
        sum(reply_days.counts.n0)::double as n0,
        sum(reply_days.counts.c)::double as c
    from days
    inner join reply_days
        on
            days.community_id = reply_days.community_id
            and reply_days.date between days.date - 27 and days.date
    group by all
),

-- Mantel-Haenszel risk difference over the eight emotions (Greenland & Robins 1985): its weights are
-- n1 * n0 / (n1 + n0), and weight * (a / n1 - c / n0) = (a * n0 - c * n1) / (n1 + n0).
contagions as (
    select
        community_id,
        date,
        max(n1 + n0)::bigint as contagion_replies,
        (sum((a * n0 - c * n1) / (n1 + n0)) / nullif(sum(n1 * n0 / (n1 + n0)), 0)) as risk_difference
    from reply_windows
    group by all
),

author_windows as (
    select
        days.community_id,
        days.date,
        author_days.author_id,
        sum(author_days.posts) as posts
    from days
    inner join author_days
        on
            days.community_id = author_days.community_id
            and author_days.date between days.date - 27 and days.date
    group by all
),

equally_active as (
    select
        community_id,
        date,
        posts,
        count(*) as authors,
        sum(count(*)) over by_activity as authors_so_far
    from author_windows
    group by community_id, date, posts
    window by_activity as (partition by community_id, date order by posts)
),

-- Gini coefficient of posts per person; people with equal posts share the ranks from `authors_so_far` downwards.
inequalities as (
    select
        community_id,
        date,
        sum(authors) as people,
        sum(posts * authors) as all_posts,
        sum(posts * authors * (2 * authors_so_far - authors + 1)) as twice_ranked,
        (twice_ranked / (people * all_posts) - (people + 1) / people)::decimal(6, 4) as participation_gini
    from equally_active
    group by all
),

first_answers as (
    select
        community_id,
        network,
        parent_post_id as post_id,
        min(created_at) as answered_at
    from replies
    where
        is_brand
        and not parent_is_brand
        and created_at between parent_created_at and parent_created_at + interval 7 days
    group by all
),

answering_days as (
    select distinct
        community_id,
        created_date as date
    from replies
    where is_brand and not parent_is_brand
),

-- Whether the brand is known to answer at all in these months.
answered_months as (
    select distinct
        days.community_id,
        days.date
    from days
    inner join answering_days
        on
            days.community_id = answering_days.community_id
            and answering_days.date between days.date - 89 and days.date + 7
),

answers as (
    select
        posts.community_id,
        posts.created_date as date,
        median(date_diff('second', posts.created_at, first_answers.answered_at)) / 60 as response_minutes_median,
        case
            when bool_or(answered_months.community_id is not null)
                then
                    count(first_answers.answered_at) filter (where posts.is_question or posts.is_complaint)
                    / nullif(count_if(posts.is_question or posts.is_complaint), 0)
        end as answered_share
    from {{ ref('int_posts_read') }} as posts
    left join first_answers
        on
            posts.community_id = first_answers.community_id
            and posts.network = first_answers.network
            and posts.post_id = first_answers.post_id
    left join answered_months
        on posts.community_id = answered_months.community_id and posts.created_date = answered_months.date
    where not posts.is_brand and {{ only_days('posts.created_date', 'int_days_affected', 'posts.community_id') }}
    group by all
),

climate as (
    select
        community_id,
        {% for emotion in var('emotions') -%}
            max(raw) filter (where emotion = '{{ emotion }}') as {{ emotion }}_raw,
            max(share) filter (where emotion = '{{ emotion }}') as {{ emotion }}_share,
            max(low) filter (where emotion = '{{ emotion }}') as {{ emotion }}_low,
            max(high) filter (where emotion = '{{ emotion }}') as {{ emotion }}_high,
        {% endfor -%}
        date
    from emotions
    group by all
)

select
    days.community_id,
    days.industry,
    days.date,
    coalesce(volumes.posts, 0)::bigint as posts,
    coalesce(volumes.member_posts, 0)::bigint as member_posts,
    coalesce(volumes.brand_posts, 0)::bigint as brand_posts,
    coalesce(volumes.authors, 0)::bigint as authors,
    coalesce(volumes.replies, 0)::bigint as replies,
    volumes.engagement,
    volumes.engagement_per_post,
    coalesce(moods.questions, 0)::bigint as questions,
    coalesce(moods.complaints, 0)::bigint as complaints,
    coalesce(moods.praises, 0)::bigint as praises,
    coalesce(moods.suggestions, 0)::bigint as suggestions,
    moods.sentiment,
    moods.intensity,
    swings.volatility,
    divisions.polarisation,
    case when contagions.contagion_replies >= 20 then contagions.risk_difference end::decimal(6, 4) as contagion,
    coalesce(contagions.contagion_replies, 0)::bigint as contagion_replies,
    inequalities.participation_gini,
    answers.response_minutes_median::decimal(12, 2) as response_minutes_median,
    {{ share('answers.answered_share') }} as answered_share,
    climate.* exclude (community_id, date)
from days
left join volumes on days.community_id = volumes.community_id and days.date = volumes.date
left join moods on days.community_id = moods.community_id and days.date = moods.date
left join swings on days.community_id = swings.community_id and days.date = swings.date
left join divisions on days.community_id = divisions.community_id and days.date = divisions.date
left join contagions on days.community_id = contagions.community_id and days.date = contagions.date
left join inequalities on days.community_id = inequalities.community_id and days.date = inequalities.date
left join answers on days.community_id = answers.community_id and days.date = answers.date
left join climate on days.community_id = climate.community_id and days.date = climate.date
