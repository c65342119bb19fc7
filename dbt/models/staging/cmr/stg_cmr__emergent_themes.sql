with source as (
    select * from {{ source('cmr', 'emergent_themes') }}
)

select
    community_id,
    night,
    theme_id,
    label_fr,
    label_en,
    network,
    post_id,
    score::decimal(6, 4) as score
from source
where {{ is_own('community_id') }}
