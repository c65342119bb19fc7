{{ config(tags=['advice']) }}

with ledger as (
    -- Twice where the week's merging of files was killed.
    select distinct * from {{ source('cmr', 'outcomes') }}
),

communities as (
    select * from {{ ref('stg_cmr__communities') }}
)

select
    ledger.community_id,
    ledger.industry,
    ledger.advice_id,
    ledger.for_date,
    ledger.horizon,
    ledger.status,
    ledger.network,
    ledger.post_id,
    ledger.match_basis,
    ledger.match_certainty,
    ledger.engagement_lift,
    ledger.inside_interval,
    ledger.scored_on,
    ledger.reactions,
    ledger.origin
from ledger
inner join communities on ledger.community_id = communities.community_id
