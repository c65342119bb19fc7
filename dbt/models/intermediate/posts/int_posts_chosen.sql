{{ config(materialized='ephemeral') }}

with seen as (
    select * from {{ ref('int_versions_seen') }}
),

-- A version without a time of its own is as new as what was known when it came.
timed as (
    select
        *,
        max(case when is_written_in_time then updated_at end) over so_far as known_updated_at,
        max(case when metrics_basis != 'final' then observed_at end) over so_far as known_observed_at
    from seen
    window so_far as (
        partition by community_id, network, post_id
        order by load_id, line
        rows between unbounded preceding and current row
    )
),

-- A post whose only known version is later than tonight is shown as first written rather than not
-- at all.
chosen as (
    select
        *,
        count(distinct text_hash) filter (where is_written_in_time) over (
            partition by community_id, network, post_id
        ) as texts
    from timed
    qualify row_number() over (
        partition by community_id, network, post_id
        order by
            is_written_in_time desc,
            case when not is_written_in_time then updated_at end asc nulls first,
            coalesce(updated_at, known_updated_at) desc nulls last,
            case when metrics_basis = 'final' then known_observed_at else observed_at end desc nulls last,
            load_id desc,
            line desc
    ) = 1
)

select
    *,
    created_local::date as created_date,
    hour(created_local)::integer as local_hour
from chosen
where created_local::date <= last_night
