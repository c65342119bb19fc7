with communities as (
    select * from {{ ref('stg_cmr__communities') }}
),

pack_themes as (
    select
        communities.community_id,
        communities.industry,
        themes.theme_id,
        'pack' as kind,
        themes.label_fr,
        themes.label_en,
        themes.need_fr,
        themes.need_en
    from communities
    inner join {{ ref('stg_cmr__themes') }} as themes on communities.industry = themes.industry
),

emergent_themes as (
    select
        communities.community_id,
        communities.industry,
        emergent.theme_id,
        'emergent' as kind,
        arg_max(emergent.label_fr, emergent.night) as label_fr,
        arg_max(emergent.label_en, emergent.night) as label_en,
        null::varchar as need_fr,
        null::varchar as need_en
    from communities
    inner join {{ ref('stg_cmr__emergent_themes') }} as emergent
        on communities.community_id = emergent.community_id
    group by communities.community_id, communities.industry, emergent.theme_id
)

select * from pack_themes
union all
select * from emergent_themes
