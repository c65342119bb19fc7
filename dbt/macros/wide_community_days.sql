{#- An industry's wide mart: fct_community_days with the themes and indices of its pack as columns. -#}
{% macro wide_community_days(industry, themes, indices) %}
with days as (
    select * from {{ ref('fct_community_days') }}
    where industry = '{{ industry }}'
),

themes as (
    select
        community_id,
        date
        {%- for theme in themes %},
        max(posts) filter (where theme_id = '{{ theme }}') as {{ theme }}_posts,
        max(share) filter (where theme_id = '{{ theme }}') as {{ theme }}_share
        {%- endfor %}
    from {{ ref('fct_theme_days') }}
    where industry = '{{ industry }}'
    group by community_id, date
),

indices as (
    select
        community_id,
        date
        {%- for index in indices %},
        max(share) filter (where index_id = '{{ index }}') as {{ index }}_share
        {%- endfor %}
    from {{ ref('fct_index_days') }}
    where industry = '{{ industry }}'
    group by community_id, date
)

select
    days.community_id,
    days.industry,
    days.date,
    days.posts,
    days.member_posts,
    days.sentiment
    {%- for theme in themes %},
    themes.{{ theme }}_posts::bigint as theme_{{ theme }}_posts,
    themes.{{ theme }}_share::decimal(6, 4) as theme_{{ theme }}_share
    {%- endfor %}
    {%- for index in indices %},
    indices.{{ index }}_share::decimal(6, 4) as index_{{ index }}_share
    {%- endfor %}
from days
left join themes on days.community_id = themes.community_id and days.date = themes.date
left join indices on days.community_id = indices.community_id and days.date = indices.date
{% endmacro %}
