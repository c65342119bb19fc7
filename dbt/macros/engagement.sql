{#- Likes, replies and shares together; null when none of them is known, because null is not zero. -#}
{% macro engagement(posts) -%}
    case
        when coalesce({{ posts }}.likes, {{ posts }}.replies, {{ posts }}.shares) is not null
            then coalesce({{ posts }}.likes, 0) + coalesce({{ posts }}.replies, 0) + coalesce({{ posts }}.shares, 0)
    end
{%- endmacro %}
