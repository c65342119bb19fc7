{{ config(tags=['by_day']) }}

with judged as (
    select * from {{ ref('int_series_judged') }}
)

select
    community_id,
    date,
    {{ checksum('judged') }} as checksum
from judged
group by community_id, date
