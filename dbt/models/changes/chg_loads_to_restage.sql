{{ config(tags=['staged']) }}

with shown as (
    select
        coalesce(load_id, '') as load_id,
        count(*) as rows
    from {{ ref('int_posts_shown') }}
    group by load_id
),

staged as (
    select
        load_id,
        count(*) as rows
    from {{ rows_before('int_posts_versioned', like='shown') }}
    group by load_id
)

-- New ones, and those that a purge took rows out of.
select coalesce(shown.load_id, staged.load_id) as load_id
from shown
full join staged on shown.load_id = staged.load_id
where shown.rows is distinct from staged.rows
