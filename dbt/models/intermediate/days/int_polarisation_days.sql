{{
    config(
        tags=['by_day'],
        materialized='incremental',
        incremental_strategy='changed_days',
        meta={'day': 'date', 'changed': 'chg_days_to_rebuild'}
    )
}}

with people as (
    select
        community_id,
        created_date as date,
        author_id,
        {{ mean('sentiment') }} as sentiment
    from {{ ref('int_posts_read') }}
    where
        not is_brand
        and {{ is_read() }}
        and {{ only_days('created_date', 'chg_days_to_rebuild') }}
    group by community_id, created_date, author_id
)

-- Dispersion as DiMaggio, Evans & Bryson (1996) have it: the variance of people's mean sentiments,
-- E[x^2] - E[x]^2, over the greatest that values from -1 to 1 can have, which is 1: half of the
-- people at each end.
select
    community_id,
    date,
    (
        sum(sentiment * sentiment) / count(*)
        - (sum(sentiment) / count(*)) * (sum(sentiment) / count(*))
    )::decimal(6, 4) as polarisation
from people
group by community_id, date
having count(*) >= 2
