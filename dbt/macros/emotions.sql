{#- The strongest of the emotions that are there, 'neutral' when none is. -#}
{% macro dominant_emotion() -%}
    case greatest(
        {% for emotion in var('emotions') -%}
            case when has_{{ emotion }} then {{ emotion }} end {{- ',' if not loop.last }}
        {% endfor -%}
    )
        {% for emotion in var('emotions') -%}
            when case when has_{{ emotion }} then {{ emotion }} end then '{{ emotion }}'
        {% endfor -%}
        else 'neutral'
    end
{%- endmacro %}
