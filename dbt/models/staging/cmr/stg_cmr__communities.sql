with source as (
    select * from {{ source('cmr', 'communities') }}
)

select
    community_id,
    industry,
    language,
    timezone,
    simulated,
    pool,
    retention_days,
    pack_version
from source
where {{ is_own('community_id') }}
