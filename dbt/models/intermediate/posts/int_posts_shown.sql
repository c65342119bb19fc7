{{ config(tags=['staged'], materialized='view') }}

with shown as (
    {% for network in var('networks') -%}
        select * from {{ ref('stg_' ~ network ~ '__posts') }}
        {%- if not loop.last %}
            union all by name
        {% endif %}
    {%- endfor %}
)

select
    *,
    substr(sha256(coalesce(language, '') || chr(10) || text), 1, 32) as text_hash
from shown
where {{ is_own('community_id') }}
