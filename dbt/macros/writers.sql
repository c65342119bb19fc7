{#- True for the communities of this writer, where several build at once (target ducklake); for all of them elsewhere. -#}
{% macro is_own(column) -%}
    {%- set own = env_var('CMR_WRITER_COMMUNITIES', '') -%}
    {%- if own -%}
        {{ column }} in ('{{ own.split(',') | join("', '") }}')
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}
