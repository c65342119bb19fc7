with source as (
    select * from {{ source('cmr', 'model') }}
)

select
    model,
    emotion,
    threshold::decimal(6, 4) as threshold
from source
