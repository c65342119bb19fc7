{{
    config(
        tags=['by_day'],
        materialized='incremental',
        incremental_strategy='changed_days',
        meta={'day': 'created_date', 'changed': 'chg_days_to_reread'}
    )
}}

with posts as (
    select * from {{ ref('int_posts_read') }}
    where {{ only_days('created_date') }}
),

listed as (
    select
        community_id,
        industry,
        network,
        post_id,
        is_brand,
        created_date,
        unnest(themes) as found,
        generate_subscripts(themes, 1) as place
    from posts
    where len(themes) > 0
),

pack_themes as (
    select
        * exclude (found),
        found.theme,
        found.score,
        case
            when found.evidence = 'meaning' or starts_with(found.evidence, '≈') then 'meaning'
            else 'phrase'
        end as evidence,
        -- Readings from before 2026-11-27 name no phrase.
        case when found.evidence not in ('phrase', 'meaning') then found.evidence end as brought_by
    from listed
),

-- An emergent theme of several nights is the same theme: the post's best score counts.
emergent_themes as (
    select
        posts.community_id,
        posts.industry,
        posts.network,
        posts.post_id,
        posts.is_brand,
        posts.created_date,
        emergent.theme_id as theme,
        max(emergent.score) as score
    from posts
    inner join {{ ref('stg_cmr__emergent_themes') }} as emergent
        on
            posts.community_id = emergent.community_id
            and posts.network = emergent.network
            and posts.post_id = emergent.post_id
    group by all
),

every_theme as (
    select
        *,
        0 as source_order
    from pack_themes
    union all by name
    select
        *,
        0 as place,
        1 as source_order,
        'emergent' as evidence,
        null as brought_by
    from emergent_themes
)

select
    community_id,
    industry,
    network,
    post_id,
    theme as theme_id,
    score::decimal(6, 4) as score,
    row_number() over (
        partition by community_id, network, post_id
        order by source_order, place, theme
    )::integer as rank,
    evidence,
    brought_by,
    is_brand,
    created_date
from every_theme
qualify
    row_number() over (
        partition by community_id, network, post_id, theme order by source_order, place
    ) = 1
order by created_date
