with source as (
    select * from {{ source('cmr', 'nights') }}
)

select
    community_id,
    night,
    last_night,
    as_of_at::timestamptz as as_of_at
from source
where {{ is_own('community_id') }}
