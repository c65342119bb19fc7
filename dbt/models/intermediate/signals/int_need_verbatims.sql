{{ config(materialized='ephemeral') }}

with one_per_author as (
    select *
    from {{ ref('int_needs_said') }}
    where is_recent and proof is not null
    qualify row_number() over (
        partition by community_id, date, need_id, author_id
        order by proof, network, post_id
    ) = 1
)

select
    community_id,
    date,
    need_id,
    list(
        struct_pack(network := network, post_id := post_id) order by proof, network, post_id
    )[:5] as verbatims
from one_per_author
group by all
