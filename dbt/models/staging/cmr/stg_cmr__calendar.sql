with source as (
    select * from {{ source('cmr', 'calendar') }}
)

select
    industry,
    event_id,
    name_fr,
    name_en,
    starts_on,
    ends_on
from source
