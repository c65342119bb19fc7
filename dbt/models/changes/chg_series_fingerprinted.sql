{{ config(tags=['by_day']) }}

with expected as (
    select * from {{ ref('int_series_expected') }}
)

select
    community_id,
    date,
    bit_xor(hash(expected)) as checksum
from expected
group by community_id, date
