{{ config(materialized='ephemeral') }}

select
    community_id,
    created_date as date,
    count(*) as posts
from {{ ref('int_posts_read') }}
where
    not is_brand
    and is_worded is false
    and {{ only_days('created_date', 'chg_days_to_rebuild', mart='fct_community_days') }}
group by community_id, created_date
