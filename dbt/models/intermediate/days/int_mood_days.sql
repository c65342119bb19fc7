{{
    config(
        tags=['by_day'],
        materialized='incremental',
        incremental_strategy='changed_days',
        meta={'day': 'date', 'changed': 'chg_days_to_rebuild'}
    )
}}

with posts as (
    select * from {{ ref('int_posts_read') }}
    where
        not is_brand
        and {{ is_read() }}
        and {{ only_days('created_date', 'chg_days_to_rebuild') }}
)

select
    community_id,
    created_date as date,
    count_if(is_question) as questions,
    count_if(is_complaint) as complaints,
    count_if(is_praise) as praises,
    count_if(is_suggestion) as suggestions,
    {{ mean('sentiment') }} as sentiment,
    {{ mean('greatest(' ~ var('emotions') | join(', ') ~ ')') }} as intensity
from posts
group by community_id, created_date
