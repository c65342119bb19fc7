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
    select bit_xor(hash(corrections)) as checksum
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
        bit_xor(hash(themes.network, themes.post_id, themes.theme_id, themes.score)) as checksum
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

days as (
    select
        community_id,
        created_date,
        count(*) as posts,
        bit_xor(said_checksum) as said_checksum,
        bit_xor(counted_checksum) as counted_checksum
    from posts
    group by all
)

select
    days.community_id,
    days.created_date as date,
    days.posts,
    hash(days.said_checksum, shared.checksum, emergent.checksum) as said_checksum,
    days.counted_checksum
from days
cross join shared
left join emergent on days.community_id = emergent.community_id and days.created_date = emergent.created_date
