{{ config(tags=['by_day']) }}

with posts as (
    select * from {{ ref('int_posts_current') }}
),

readings as (
    select
        text_hash,
        industry,
        model,
        pack_version
    from {{ ref('int_readings_active') }}
),

thresholds as (
    select string_agg(emotion || threshold, ' ' order by emotion) as thresholds
    from {{ ref('stg_cmr__model') }}
),

emergent as (
    select
        community_id,
        network,
        post_id,
        string_agg(theme_id || score, ' ' order by theme_id, score) as themes
    from {{ ref('stg_cmr__emergent_themes') }}
    group by all
)

select
    posts.community_id,
    posts.created_date as date,
    count(*) as posts,
    bit_xor(hash(posts, readings.model, readings.pack_version, thresholds.thresholds, emergent.themes)) as checksum
from posts
cross join thresholds
left join readings
    on posts.text_hash = readings.text_hash and posts.industry = readings.industry
left join emergent
    on
        posts.community_id = emergent.community_id
        and posts.network = emergent.network
        and posts.post_id = emergent.post_id
group by posts.community_id, posts.created_date
