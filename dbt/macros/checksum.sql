{#-
    One number for a group of rows, whatever their order. Hashed twice: DuckDB's hash of several values is linear in the
    last of them, so that two rows which change it alike would leave the number as it was.
-#}
{% macro checksum(values) -%}
    bit_xor(hash(hash({{ values }})))
{%- endmacro %}
