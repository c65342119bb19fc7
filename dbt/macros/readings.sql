{# Whether the active model read what a post words: neither an unread post nor one that words nothing counts in a share. #}
{% macro is_read(post='') -%}
    {%- set column = post ~ '.' if post else '' -%}
    {{ column }}model is not null and {{ column }}is_worded is not false
{%- endmacro %}
