{{ config(tags=['staged']) }}

with shown as (
    {% for network in var('networks') -%}
        select * from {{ ref('stg_' ~ network ~ '__posts') }}
        {%- if not loop.last %}
            union all by name
        {% endif %}
    {%- endfor %}
),

communities as (
    select * from {{ ref('stg_cmr__communities') }}
),

placed_in_time as (
    select
        shown.*,
        communities.industry,
        communities.pack_version,
        shown.created_at at time zone communities.timezone as created_local
    from shown
    inner join communities on shown.community_id = communities.community_id
)

select
    community_id,
    industry,
    pack_version,
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
    created_local::date as created_date,
    hour(created_local)::integer as local_hour,
    updated_at,
    is_deleted,
    likes,
    replies,
    shares,
    views,
    followers,
    observed_at,
    metrics_basis,
    load_id,
    line
from placed_in_time
