{{ config(tags=['advice']) }}

with ledger as (
    -- Twice where the week's merging of files was killed.
    select distinct * from {{ source('cmr', 'recommendations') }}
),

communities as (
    select * from {{ ref('stg_cmr__communities') }}
)

select
    ledger.community_id,
    ledger.industry,
    ledger.for_date,
    ledger.advice_id,
    ledger.rank,
    ledger.theme_id,
    ledger.audience,
    ledger.format,
    ledger.tone,
    ledger.slot,
    ledger.angle_fr,
    ledger.angle_en,
    ledger.opening_fr,
    ledger.opening_en,
    ledger.engagement_lift,
    ledger.engagement_low,
    ledger.engagement_high,
    ledger.reactions,
    ledger.reply_plans,
    ledger.evidence,
    ledger.propensity,
    ledger.assigned,
    ledger.history_posts,
    ledger.basis_fr,
    ledger.basis_en,
    ledger.model,
    ledger.origin,
    ledger.written_at,
    ledger.alternatives,
    ledger.posts_fr,
    ledger.posts_en,
    ledger.effect_low,
    ledger.effect_high
from ledger
inner join communities on ledger.community_id = communities.community_id
