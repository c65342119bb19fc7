{{ config(tags=['advice']) }}

with ledger as (
    select * from {{ source('cmr', 'publications') }}
),

communities as (
    select * from {{ ref('stg_cmr__communities') }}
)

select
    ledger.publication_id,
    ledger.community_id,
    ledger.industry,
    ledger.night,
    ledger.status,
    ledger.reason,
    ledger.figures_as_of
from ledger
inner join communities on ledger.community_id = communities.community_id
