with needs as (
    select * from {{ ref('stg_cmr__needs') }}
)

select
    community_id,
    network,
    post_id,
    need_id,
    is_explicit,
    label_fr,
    label_en,
    name_kind,
    said_in,
    night
from needs
qualify row_number() over (
    partition by community_id, network, post_id order by night desc, need_id
) = 1
