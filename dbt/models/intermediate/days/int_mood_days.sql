{{
    config(
        tags=['by_day'],
        materialized='incremental',
        pre_hook="{{ forget_days('date', 'int_days_affected') }}"
    )
}}

with posts as (
    select * from {{ ref('int_posts_read') }}
    where
        not is_brand
        and {{ is_read() }}
        and {{ only_days('created_date', 'int_days_affected') }}
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
