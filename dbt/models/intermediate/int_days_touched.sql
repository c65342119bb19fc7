{{ config(materialized='view') }}

with changed as (
    select * from {{ ref('int_days_changed') }}
)

select
    community_id,
    date
from changed
where is_said_otherwise
