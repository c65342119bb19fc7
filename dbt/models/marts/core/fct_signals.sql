{{
    config(
        tags=['by_day'],
        materialized='incremental',
        pre_hook="{{ forget_days('date', 'int_signal_days_touched') }}"
    )
}}

with tested as (
    select * from {{ ref('int_series_expected') }}
    where {{ only_days('date', 'int_signal_days_touched') }}
),

-- Bonferroni over the night's series: on a quiet night something is flagged at most 5 times in 100.
abnormal as (
    select
        *,
        least(greatest(series * p_value, 0.0001), 1) as false_alarm_rate,
        case when z > 0 then 'up' else 'down' end as direction,
        concat_ws(':', metric, subject, direction) as signal_id
    from tested
    where
        series * p_value <= 0.05
        and (z < 0 or k >= 5 or metric = 'sentiment')
),

abnormal_days as (
    select distinct
        community_id,
        date
    from abnormal
),

posts as (
    select * from {{ ref('int_posts_read') }}
    where
        not is_brand
        and model is not null
        and (community_id, created_date) in (select * from abnormal_days)
),

post_themes as (
    select * from {{ ref('fct_post_themes') }}
    where not is_brand and (community_id, created_date) in (select * from abnormal_days)
),

indexed as (
    select * from {{ ref('int_posts_indexed') }}
    where (community_id, created_date) in (select * from abnormal_days)
),

author_days as (
    select * from {{ ref('fct_author_days') }}
    where (community_id, date) in (select * from abnormal_days)
),

-- The posts that make the change: those that feel it, speak of it, or lean its way.
behind as (
    select
        abnormal.community_id,
        abnormal.date,
        abnormal.signal_id,
        abnormal.metric,
        abnormal.subject,
        posts.network,
        posts.post_id,
        posts.author_id,
        posts.sentiment
    from abnormal
    inner join posts on abnormal.community_id = posts.community_id and abnormal.date = posts.created_date
    left join post_themes
        on
            abnormal.metric = 'theme'
            and posts.community_id = post_themes.community_id
            and posts.network = post_themes.network
            and posts.post_id = post_themes.post_id
            and abnormal.subject = post_themes.theme_id
    left join indexed
        on
            abnormal.metric = 'index'
            and posts.community_id = indexed.community_id
            and posts.network = indexed.network
            and posts.post_id = indexed.post_id
            and abnormal.subject = indexed.index_id
    where
        case
            when abnormal.metric = 'theme' then post_themes.theme_id is not null
            when abnormal.metric = 'sentiment' and abnormal.direction = 'up' then posts.sentiment > 0
            when abnormal.metric = 'sentiment' then posts.sentiment < 0
            when abnormal.direction = 'down' then false
            when abnormal.metric = 'volume' then true
            when abnormal.metric = 'index' then indexed.index_id is not null
            else
                case abnormal.subject
                    {% for emotion in var('emotions') -%}
                        when '{{ emotion }}' then posts.has_{{ emotion }}
                    {% endfor -%}
                end
        end
),

sizes as (
    select
        community_id,
        date,
        signal_id,
        count(*) as posts,
        count(distinct author_id) as authors
    from behind
    group by all
),

-- The theme with the most posts above what its usual share would give among the posts behind the signal.
causes as (
    select
        behind.community_id,
        behind.date,
        behind.signal_id,
        post_themes.theme_id,
        count(*) as theme_posts,
        any_value(sizes.posts) as every_post,
        theme_posts - every_post * coalesce(any_value(usual.level), 0) as excess
    from behind
    inner join sizes
        on
            behind.community_id = sizes.community_id
            and behind.date = sizes.date
            and behind.signal_id = sizes.signal_id
    inner join post_themes
        on
            behind.community_id = post_themes.community_id
            and behind.network = post_themes.network
            and behind.post_id = post_themes.post_id
            and (behind.metric != 'theme' or behind.subject = post_themes.theme_id)
    left join tested as usual
        on
            behind.community_id = usual.community_id
            and behind.date = usual.date
            and usual.metric = 'theme'
            and usual.subject = post_themes.theme_id
    group by behind.community_id, behind.date, behind.signal_id, post_themes.theme_id
    having excess > 0 and 5 * theme_posts >= every_post
    qualify row_number() over (
        partition by behind.community_id, behind.date, behind.signal_id
        order by excess desc, post_themes.theme_id
    ) = 1
),

-- Only the posts that speak of the cause, where there is one.
witnesses as (
    select
        behind.*,
        author_days.audience
    from behind
    left join causes
        on
            behind.community_id = causes.community_id
            and behind.date = causes.date
            and behind.signal_id = causes.signal_id
    left join author_days
        on
            behind.community_id = author_days.community_id
            and behind.author_id = author_days.author_id
            and behind.date = author_days.date
    where
        causes.theme_id is null
        or exists (
            select 1
            from post_themes
            where
                post_themes.community_id = behind.community_id
                and post_themes.network = behind.network
                and post_themes.post_id = behind.post_id
                and post_themes.theme_id = causes.theme_id
        )
),

audience_counts as (
    select
        community_id,
        date,
        signal_id,
        audience
    from witnesses
    group by community_id, date, signal_id, audience
    qualify row_number() over (
        partition by community_id, date, signal_id order by count(*) desc, audience
    ) = 1
),

author_counts as (
    select
        community_id,
        date,
        signal_id,
        author_id,
        count(*) as posts
    from witnesses
    group by all
),

people as (
    select
        community_id,
        date,
        signal_id,
        count(*) as authors,
        max(posts) / sum(posts) as top_author_share
    from author_counts
    group by all
),

one_per_author as (
    select
        *,
        row_number() over (
            partition by community_id, date, signal_id
            order by abs(sentiment) desc, network, post_id
        ) as place
    from witnesses
    qualify row_number() over (
        partition by community_id, date, signal_id, author_id
        order by abs(sentiment) desc, network, post_id
    ) = 1
),

quotes as (
    select
        community_id,
        date,
        signal_id,
        list(struct_pack(network := network, post_id := post_id) order by place) as verbatims
    from one_per_author
    where place <= 5
    group by all
),

explained as (
    select
        abnormal.*,
        coalesce(causes.theme_id, case when abnormal.metric = 'theme' then abnormal.subject end) as theme_id,
        causes.theme_posts / causes.every_post as theme_share,
        people.authors,
        people.top_author_share,
        audience_counts.audience as top_audience,
        quotes.verbatims
    from abnormal
    left join causes
        on
            abnormal.community_id = causes.community_id
            and abnormal.date = causes.date
            and abnormal.signal_id = causes.signal_id
    left join people
        on
            abnormal.community_id = people.community_id
            and abnormal.date = people.date
            and abnormal.signal_id = people.signal_id
    left join audience_counts
        on
            abnormal.community_id = audience_counts.community_id
            and abnormal.date = audience_counts.date
            and abnormal.signal_id = audience_counts.signal_id
    left join quotes
        on
            abnormal.community_id = quotes.community_id
            and abnormal.date = quotes.date
            and abnormal.signal_id = quotes.signal_id
    where abnormal.direction = 'down' or abnormal.metric = 'sentiment' or people.authors >= 3
),

-- Two themes whose posts are mostly the same are one cause, and bear the name of the stronger.
strengths as (
    select
        community_id,
        date,
        theme_id,
        max(abs(z)) as strength
    from explained
    where theme_id is not null and (direction = 'up' or metric = 'sentiment')
    group by all
),

spoken as (
    select
        strengths.*,
        post_themes.network,
        post_themes.post_id,
        count(*) over (partition by strengths.community_id, strengths.date, strengths.theme_id) as posts
    from strengths
    inner join post_themes
        on
            strengths.community_id = post_themes.community_id
            and strengths.date = post_themes.created_date
            and strengths.theme_id = post_themes.theme_id
),

merged as (
    select
        weaker.community_id,
        weaker.date,
        weaker.theme_id,
        stronger.theme_id as cause_theme_id
    from spoken as weaker
    inner join spoken as stronger
        on
            weaker.community_id = stronger.community_id
            and weaker.date = stronger.date
            and weaker.network = stronger.network
            and weaker.post_id = stronger.post_id
            and (weaker.strength, stronger.theme_id) < (stronger.strength, weaker.theme_id)
    group by weaker.community_id, weaker.date, weaker.theme_id, stronger.theme_id
    having 2 * count(*) >= least(any_value(weaker.posts), any_value(stronger.posts))
    qualify row_number() over (
        partition by weaker.community_id, weaker.date, weaker.theme_id
        order by any_value(stronger.strength) desc, stronger.theme_id
    ) = 1
),

renamed as (
    select
        explained.*,
        coalesce(merged.cause_theme_id, explained.theme_id) as cause_theme_id
    from explained
    left join merged
        on
            explained.community_id = merged.community_id
            and explained.date = merged.date
            and explained.theme_id = merged.theme_id
),

-- What rises makes the other shares fall: on a day with a cause, a falling share is one of its symptoms.
led as (
    select
        *,
        first_value(case when direction = 'up' or metric = 'sentiment' then cause_theme_id end ignore nulls) over (
            partition by community_id, date
            order by abs(z) desc, signal_id
            rows between unbounded preceding and unbounded following
        ) as leading_theme_id
    from renamed
),

-- One signal per cause: its strongest symptom stands for it and names the others.
by_cause as (
    select
        *,
        case
            when direction = 'down' and metric in ('theme', 'index', 'emotion')
                then coalesce(leading_theme_id, cause_theme_id, metric)
            else coalesce(cause_theme_id, metric)
        end as cause,
        row_number() over symptoms_of_cause as place,
        list(signal_id) over (
            partition by community_id, date, cause
            order by direction = 'down', abs(z) desc, signal_id
            rows between unbounded preceding and unbounded following
        ) as symptoms
    from led
    window symptoms_of_cause as (
        partition by community_id, date, cause order by direction = 'down', abs(z) desc, signal_id
    )
)

select
    community_id,
    industry,
    date,
    signal_id,
    metric,
    subject,
    direction,
    round(value, 4) as value,
    round(expected, 4) as expected,
    round(low, 4) as low,
    round(high, 4) as high,
    round(z, 2) as z,
    round(false_alarm_rate, 4) as false_alarm_rate,
    theme_id,
    {{ share('theme_share') }} as theme_share,
    coalesce(authors, 0)::bigint as authors,
    {{ share('top_author_share') }} as top_author_share,
    top_audience,
    coalesce(verbatims, []) as verbatims,
    symptoms[2:] as also,
    row_number() over (partition by community_id, date order by abs(z) desc, signal_id)::integer as rank
from by_cause
where place = 1
