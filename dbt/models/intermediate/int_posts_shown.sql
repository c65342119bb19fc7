{{ config(tags=['staged'], materialized='view') }}

{% for network in var('networks') -%}
    select * from {{ ref('stg_' ~ network ~ '__posts') }}
    {%- if not loop.last %}
        union all by name
    {% endif %}
{%- endfor %}
