{{ config(tags=['advice']) }}

with ledger as (
    -- Twice where the week's merging of files was killed.
    select distinct * from {{ source('cmr', 'track_record') }}
),

communities as (
    select * from {{ ref('stg_cmr__communities') }}
)

select
    ledger.community_id,
    ledger.industry,
    ledger.as_of_date,
    ledger.scored,
    ledger.covered,
    ledger.followed,
    ledger.not_followed,
    ledger.effect,
    ledger.effect_low,
    ledger.effect_high,
    ledger.basis,
    ledger.what_if,
    ledger.what_if_low,
    ledger.what_if_high,
    ledger.what_if_posts,
    ledger.what_if_basis
from ledger
inner join communities on ledger.community_id = communities.community_id
