with source as (
    select * from {{ source('cmr', 'indices') }}
)

select
    industry,
    index_id,
    label_fr,
    label_en,
    theme_id,
    emotion
from source
