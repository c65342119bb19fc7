{{ config(tags=['staged'], materialized='view') }}

with active_model as (
    select max(model) as model
    from {{ ref('stg_cmr__model') }}
),

packs as (
    select distinct
        industry,
        pack_version
    from {{ ref('stg_cmr__communities') }}
),

readings as (
    select readings.*
    from {{ ref('stg_cmr__readings') }} as readings
    inner join active_model on readings.model = active_model.model
    inner join packs
        on
            readings.industry = packs.industry
            and readings.pack_version = packs.pack_version
)

-- A shard cut anew may hold a text again: the same reading, once.
select *
from readings
qualify row_number() over (partition by text_hash, industry, pack_version order by language) = 1
