{#- The part of the local day that an hour falls in, as transforms/vocabulary.yml lists them; one passes midnight. -#}
{% macro slot(hour) -%}
    case
        {%- for slot in var('slots') %}
        {%- set from_hour, to_hour = slot[:2] | int, slot[6:8] | int %}
        when {{ hour }} >= {{ from_hour }} {{ 'and' if from_hour < to_hour else 'or' }} {{ hour }} < {{ to_hour }}
            then '{{ slot }}'
        {%- endfor %}
    end
{%- endmacro %}

{#- Whether so few were counted that a share of them says little: one of thirty is over three points. -#}
{% macro few(count) -%}
    ({{ count }} < 30)
{%- endmacro %}
