{{
    config(
        tags=['by_day'],
        materialized='incremental',
        pre_hook="{{ forget_days('date', 'int_audience_days_affected') }}"
    )
}}

with days as (
    select
        *,
        {{ only_days('date', 'int_audience_days_affected') }} as is_affected
    from {{ ref('int_days_listed') }}
    where {{ only_since('date', 90, 'int_audience_days_affected') }}
),

author_days as (
    select
        community_id,
        audience,
        date,
        lead(date) over by_day as next_date,
        max_by(followers, date) filter (where followers is not null) over last_90_days as followers
    from {{ ref('fct_author_days') }}
    where {{ only_since('date', 179, 'int_audience_days_affected') }}
    window
        by_day as (partition by community_id, author_id order by date),
        last_90_days as (
            partition by community_id, author_id
            order by date
            range between interval 89 days preceding and current row
        )
),

posts as (
    select * from {{ ref('fct_posts') }}
    where audience is not null and {{ only_since('created_date', 27, 'int_audience_days_affected') }}
),

post_themes as (
    select * from {{ ref('fct_post_themes') }}
    where {{ only_since('created_date', 27, 'int_audience_days_affected') }}
),

labels as (
    select * from {{ ref('stg_cmr__audiences') }}
),

recent as (
    select * from author_days
    where {{ only_since('date', 90, 'int_audience_days_affected') }}
),

-- An author stays in an audience until the next post or for 28 days, then is dormant until day 90.
stays as (
    select
        community_id,
        audience,
        date as first_day,
        least(coalesce(next_date, date + 28), date + 28) as day_after,
        followers
    from recent
    union all
    select
        community_id,
        'dormant' as audience,
        date + 28 as first_day,
        least(coalesce(next_date, date + 90), date + 90) as day_after,
        followers
    from recent
    where next_date is null or next_date > date + 28
),

comings as (
    select
        community_id,
        audience,
        first_day as date,
        count(*) as authors,
        count(followers) as known,
        coalesce(sum(followers), 0) as reach
    from stays
    group by all
),

goings as (
    select
        community_id,
        audience,
        day_after as date,
        -count(*) as authors,
        -count(followers) as known,
        -coalesce(sum(followers), 0) as reach
    from stays
    group by all
),

moves as (
    select * from comings
    union all
    select * from goings
),

daily_moves as (
    select
        community_id,
        audience,
        date,
        sum(authors) as authors,
        sum(known) as known,
        sum(reach) as reach
    from moves
    group by all
),

sizes as (
    select
        days.community_id,
        days.industry,
        days.date,
        days.is_affected,
        labels.audience,
        labels.label_fr,
        labels.label_en,
        sum(daily_moves.authors) over until_today as authors,
        sum(daily_moves.known) over until_today as known,
        sum(daily_moves.reach) over until_today as reach
    from days
    inner join labels on days.industry = labels.industry
    left join daily_moves
        on
            days.community_id = daily_moves.community_id
            and labels.audience = daily_moves.audience
            and days.date = daily_moves.date
    window until_today as (
        partition by days.community_id, labels.audience
        order by days.date
        rows between unbounded preceding and current row
    )
),

spoken as (
    select
        community_id,
        created_date as date,
        audience,
        count(*) as posts,
        count(model) as read_posts,
        {{ mean('sentiment') }} as sentiment
    from posts
    group by all
),

spoken_themes as (
    select
        posts.community_id,
        posts.created_date as date,
        posts.audience,
        post_themes.theme_id,
        count(*) as posts
    from posts
    inner join post_themes
        on
            posts.community_id = post_themes.community_id
            and posts.network = post_themes.network
            and posts.post_id = post_themes.post_id
    group by all
),

window_posts as (
    select
        days.community_id,
        days.date,
        spoken.audience,
        sum(spoken.read_posts) as audience_posts,
        sum(sum(spoken.read_posts)) over (partition by days.community_id, days.date) as every_post
    from days
    inner join spoken
        on days.community_id = spoken.community_id and spoken.date between days.date - 27 and days.date
    where days.is_affected
    group by days.community_id, days.date, spoken.audience
),

window_themes as (
    select
        days.community_id,
        days.date,
        spoken_themes.audience,
        spoken_themes.theme_id,
        sum(spoken_themes.posts) as theme_posts,
        sum(sum(spoken_themes.posts)) over (
            partition by days.community_id, days.date, spoken_themes.theme_id
        ) as every_theme_post
    from days
    inner join spoken_themes
        on
            days.community_id = spoken_themes.community_id
            and spoken_themes.date between days.date - 27 and days.date
    where days.is_affected
    group by days.community_id, days.date, spoken_themes.audience, spoken_themes.theme_id
),

-- How much oftener than everybody the audience speaks of a theme, drawn towards 1 by five posts' worth of the usual.
affinities as (
    select
        window_themes.community_id,
        window_themes.date,
        window_themes.audience,
        window_themes.theme_id,
        window_themes.every_theme_post / window_posts.every_post as usual,
        round(
            (window_themes.theme_posts + 5 * usual) / (window_posts.audience_posts + 5) / usual, 4
        )::decimal(9, 4) as theme_affinity
    from window_themes
    inner join window_posts
        on
            window_themes.community_id = window_posts.community_id
            and window_themes.date = window_posts.date
            and window_themes.audience = window_posts.audience
    where window_themes.theme_posts >= 3
    qualify row_number() over (
        partition by window_themes.community_id, window_themes.date, window_themes.audience
        order by theme_affinity desc, window_themes.theme_id
    ) = 1
)

select
    sizes.community_id,
    sizes.industry,
    sizes.date,
    sizes.audience,
    sizes.label_fr,
    sizes.label_en,
    coalesce(sizes.authors, 0)::bigint as authors,
    coalesce(spoken.posts, 0)::bigint as posts,
    case when sizes.known > 0 then sizes.reach end::bigint as reach,
    spoken.sentiment,
    affinities.theme_id as top_theme_id,
    affinities.theme_affinity
from sizes
left join spoken
    on
        sizes.community_id = spoken.community_id
        and sizes.date = spoken.date
        and sizes.audience = spoken.audience
left join affinities
    on
        sizes.community_id = affinities.community_id
        and sizes.date = affinities.date
        and sizes.audience = affinities.audience
where sizes.is_affected
