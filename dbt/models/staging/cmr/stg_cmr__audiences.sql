with source as (
    select * from {{ source('cmr', 'audiences') }}
)

select
    industry,
    audience,
    label_fr,
    label_en
from source
