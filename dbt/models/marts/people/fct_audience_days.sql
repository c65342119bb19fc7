{{
    config(
        tags=['by_day'],
        materialized='incremental',
        incremental_strategy='changed_days',
        meta={'day': 'date', 'changed': 'chg_audience_days_to_rebuild'}
    )
}}

with sizes as (
    select * from {{ ref('int_audience_days_sized') }}
    where {{ only_days('date', 'chg_audience_days_to_rebuild') }}
),

labels as (
    select * from {{ ref('stg_cmr__audiences') }}
),

spoken as (
    select
        community_id,
        created_date as date,
        audience,
        count(*) as posts,
        {{ mean('sentiment') }} as sentiment
    from {{ ref('fct_posts') }}
    where
        audience is not null
        and {{ only_days('created_date', 'chg_audience_days_to_rebuild') }}
    group by community_id, created_date, audience
),

themes as (
    select * from {{ ref('int_audience_themes') }}
)

select
    sizes.community_id,
    sizes.industry,
    sizes.date,
    sizes.audience,
    labels.label_fr,
    labels.label_en,
    sizes.authors,
    coalesce(spoken.posts, 0)::bigint as posts,
    sizes.reach,
    spoken.sentiment,
    themes.theme_id as top_theme_id,
    themes.theme_affinity,
    {{ few('coalesce(spoken.posts, 0)') }} as few_posts
from sizes
inner join labels on sizes.industry = labels.industry and sizes.audience = labels.audience
left join spoken
    on
        sizes.community_id = spoken.community_id
        and sizes.date = spoken.date
        and sizes.audience = spoken.audience
left join themes
    on
        sizes.community_id = themes.community_id
        and sizes.date = themes.date
        and sizes.audience = themes.audience
