{{ config(tags=['staged'], materialized='view') }}

with readings as (
    select * from {{ ref('stg_cmr__readings') }}
),

active_model as (
    select max(model) as model
    from {{ ref('stg_cmr__model') }}
),

packs as (
    select distinct
        industry,
        pack_version
    from {{ ref('stg_cmr__communities') }}
)

-- A shard cut anew may hold a text again: the same reading, once.
select readings.*
from readings
inner join active_model on readings.model = active_model.model
inner join packs on readings.industry = packs.industry and readings.pack_version = packs.pack_version
qualify row_number() over (partition by readings.text_hash, readings.industry order by readings.language) = 1
