{{ config(materialized='view') }}

with changed as (
    select * from {{ ref('chg_days_compared') }}
)

select
    community_id,
    date
from changed
where is_said_otherwise
