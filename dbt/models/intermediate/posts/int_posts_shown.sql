{{ config(tags=['staged'], materialized='view') }}

with shown as (
    {% for network in var('networks') -%}
        select * from {{ ref('stg_' ~ network ~ '__posts') }}
        {%- if not loop.last %}
            union all by name
        {% endif %}
    {%- endfor %}
),

communities as (
    select
        community_id,
        language
    from {{ ref('stg_cmr__communities') }}
),

-- A short text is read by the language that is expected: the post's own word, where it names one
-- that is read, else its community's.
hinted as (
    select
        shown.* exclude (language),
        case
            when shown.language in ('fr', 'en') then shown.language else communities.language
        end as language
    from shown
    left join communities on shown.community_id = communities.community_id
    where {{ is_own('shown.community_id') }}
)

select
    *,
    substr(sha256(coalesce(language, '') || chr(10) || text), 1, 32) as text_hash
from hinted
