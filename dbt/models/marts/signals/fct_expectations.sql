with said as (
    select * from {{ ref('int_needs_said') }}
),

grouped as (
    select
        community_id,
        industry,
        date,
        need_id,
        max(theme_id) as theme_id,
        max(label_fr) as label_fr,
        max(label_en) as label_en,
        max(name_kind) as name_kind,
        max(said_in) as said_in,
        count(distinct network || '/' || post_id) filter (where is_recent) as posts,
        count(distinct network || '/' || post_id) filter (where is_recent and is_explicit)
            as explicit_posts,
        count(distinct author_id) filter (where is_recent) as people,
        count(distinct author_id) filter (where not is_recent) as people_before,
        count(distinct author_id) filter (where is_recent and answered_date is not null)
            as people_answered,
        max(created_date) as last_date
    from said
    group by all
    having posts > 0
),

-- Earlier nights know posts that this night's window no longer holds.
dated as (
    select
        community_id,
        date,
        need_id,
        min(min(created_date)) over so_far as first_seen,
        min(min(answered_date)) over so_far as answered_since
    from said
    group by community_id, date, need_id
    window so_far as (partition by community_id, need_id order by date)
),

nights as (
    select distinct
        community_id,
        date
    from grouped
),

voices as (
    select
        nights.community_id,
        nights.date,
        count(distinct posts.author_id) as people
    from nights
    inner join {{ ref('int_posts_current') }} as posts
        on
            nights.community_id = posts.community_id
            and not posts.is_brand
            and posts.created_date between nights.date - 27 and nights.date
    group by all
),

quotes as (
    select * from {{ ref('int_need_verbatims') }}
)

select
    grouped.community_id,
    grouped.industry,
    grouped.date,
    grouped.need_id,
    grouped.theme_id,
    grouped.label_fr,
    grouped.label_en,
    grouped.name_kind,
    grouped.said_in,
    {{ share('grouped.explicit_posts / grouped.posts') }} as explicit_share,
    grouped.people::bigint as people,
    grouped.posts::bigint as posts,
    grouped.people_before::bigint as people_before,
    (grouped.people - grouped.people_before)::bigint as rise,
    {{ share('grouped.people / voices.people') }} as share_of_voice,
    dated.first_seen,
    grouped.last_date as last_seen,
    grouped.people_answered::bigint as people_answered,
    dated.answered_since,
    coalesce(quotes.verbatims, []) as verbatims,
    row_number() over (
        partition by grouped.community_id, grouped.date
        order by grouped.people desc, grouped.posts desc, grouped.need_id
    )::integer as rank
from grouped
inner join dated
    on
        grouped.community_id = dated.community_id
        and grouped.date = dated.date
        and grouped.need_id = dated.need_id
inner join voices on grouped.community_id = voices.community_id and grouped.date = voices.date
left join quotes
    on
        grouped.community_id = quotes.community_id
        and grouped.date = quotes.date
        and grouped.need_id = quotes.need_id
