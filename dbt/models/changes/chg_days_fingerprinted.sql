{{ config(tags=['by_day']) }}

with posts as (
    select
        community_id,
        network,
        post_id,
        created_date,
        said_checksum,
        counted_checksum
    from {{ ref('int_posts_current') }}
),

active_model as (
    select
        max(model) as model,
        string_agg(emotion || threshold, ' ' order by emotion) as thresholds
    from {{ ref('stg_cmr__model') }}
),

corrections as (
    select {{ checksum('corrections') }} as checksum
    from {{ ref('stg_cmr__corrections') }} as corrections
    inner join active_model on corrections.model = active_model.model
),

-- What every day rests on.
shared as (
    select hash(active_model.model, active_model.thresholds, corrections.checksum) as checksum
    from active_model
    cross join corrections
),

emergent as (
    select
        posts.community_id,
        posts.created_date,
        {{ checksum('themes.network, themes.post_id, themes.theme_id, themes.score') }} as checksum
    from (
        select distinct
            community_id,
            network,
            post_id,
            theme_id,
            score
        from {{ ref('stg_cmr__emergent_themes') }}
    ) as themes
    inner join posts
        on
            themes.community_id = posts.community_id
            and themes.network = posts.network
            and themes.post_id = posts.post_id
    group by all
),

-- Which want a post is in changes what its own day says, and no other day.
wanted as (
    select
        posts.community_id,
        posts.created_date,
        {{ checksum('wants.network, wants.post_id, wants.need_id') }} as checksum
    from {{ ref('int_posts_wanted') }} as wants
    inner join posts
        on
            wants.community_id = posts.community_id
            and wants.network = posts.network
            and wants.post_id = posts.post_id
    group by all
),

days as (
    select
        community_id,
        created_date,
        count(*) as posts,
        {{ checksum('said_checksum') }} as said_checksum,
        {{ checksum('counted_checksum') }} as counted_checksum
    from posts
    group by all
)

select
    days.community_id,
    days.created_date as date,
    days.posts,
    hash(days.said_checksum, shared.checksum, emergent.checksum) as said_checksum,
    hash(days.counted_checksum, wanted.checksum) as counted_checksum
from days
cross join shared
left join emergent
    on
        days.community_id = emergent.community_id
        and days.created_date = emergent.created_date
left join wanted
    on
        days.community_id = wanted.community_id
        and days.created_date = wanted.created_date
