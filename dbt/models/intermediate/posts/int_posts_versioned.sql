{{
    config(
        tags=['staged'],
        materialized='incremental',
        incremental_strategy='changed_loads'
    )
}}

{%- set restaged = ref('chg_loads_to_restage') %}

with shown as (
    select * from {{ ref('int_posts_shown') }}
)

select
    community_id,
    network,
    post_id,
    author_id,
    is_brand,
    text,
    text_hash,
    language,
    lower(format) as format,
    in_reply_to,
    advice_id,
    created_at,
    updated_at,
    is_deleted,
    likes,
    replies,
    shares,
    views,
    followers,
    observed_at,
    metrics_basis,
    coalesce(load_id, '') as load_id,
    line
from shown
{%- if is_incremental() %}
    {%- set changed = load_ids_of(restaged) %}
    where load_id in ({{ changed | join(', ') }}) {{ 'or load_id is null' if "''" in changed }}
{%- endif %}
order by created_at
