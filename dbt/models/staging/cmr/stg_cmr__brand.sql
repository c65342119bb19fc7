with source as (
    select * from {{ source('cmr', 'brand') }}
)

select
    community_id,
    network,
    author_id,
    account
from source
where {{ is_own('community_id') }}
