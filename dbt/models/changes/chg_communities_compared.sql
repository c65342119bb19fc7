{{ config(materialized='ephemeral') }}

with nights as (
    select
        communities.community_id,
        communities.industry,
        communities.pack_version,
        communities.timezone,
        nights.last_night,
        nights.as_of_at
    from {{ ref('stg_cmr__communities') }} as communities
    inner join {{ ref('stg_cmr__nights') }} as nights
        on communities.community_id = nights.community_id
),

nights_before as (
    select * from {{ last_build('nights') }}
)

select
    coalesce(nights.community_id, nights_before.community_id) as community_id,
    (
        nights.industry is distinct from nights_before.industry
        or nights.timezone is distinct from nights_before.timezone
        or nights.pack_version is distinct from nights_before.pack_version
    ) as is_placed_otherwise,
    (
        nights.last_night is distinct from nights_before.last_night
        or nights.as_of_at is distinct from nights_before.as_of_at
    ) as is_seen_otherwise,
    nights_before.last_night as last_night_before,
    nights_before.as_of_at as as_of_at_before
from nights
full join nights_before on nights.community_id = nights_before.community_id
