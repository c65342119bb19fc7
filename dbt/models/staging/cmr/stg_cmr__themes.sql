with source as (
    select * from {{ source('cmr', 'themes') }}
)

select
    industry,
    theme_id,
    label_fr,
    label_en,
    need_fr,
    need_en
from source
