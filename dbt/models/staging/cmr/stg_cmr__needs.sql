with source as (
    select * from {{ source('cmr', 'needs') }}
)

select
    community_id,
    night,
    need_id,
    theme_id,
    label_fr,
    label_en,
    name_kind,
    said_in,
    network,
    post_id,
    explicit as is_explicit,
    score::decimal(6, 4) as score,
    proof
from source
where {{ is_own('community_id') }}
