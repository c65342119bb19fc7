{#-
    How a night brings a table up to date: delete what a model of `models/changes` lists, then append the model's rows.
    dbt's own incremental materialisation calls these (`incremental_strategy` in a model's config) after it compared
    the columns of both (`on_schema_change`). `delete+insert` would not do: it deletes only what comes again, and a day
    whose last post is gone yields no row.
-#}

{#- Whole days; `day` in `meta` names the column that holds them, or several, `changed` the list of days. -#}
{% macro get_incremental_changed_days_sql(args) -%}
    {%- set day = config.meta_require('day') -%}
    {%- for day in ([day] if day is string else day) %}
        {{ delete_listed(args, ['community_id', day], ['community_id', 'date'], config.meta_require('changed')) }}
    {%- endfor %}
    {{ append_rows(args) }}
{%- endmacro %}

{#- Single posts, by their key. -#}
{% macro get_incremental_changed_posts_sql(args) -%}
    {%- set key = ['community_id', 'network', 'post_id'] -%}
    {{ delete_listed(args, key, key, 'chg_posts_to_restage') }}
    {{ append_rows(args) }}
{%- endmacro %}

{#- What a load of the lake brought. -#}
{% macro get_incremental_changed_loads_sql(args) -%}
    {{ delete_listed(args, ['load_id'], ['load_id'], 'chg_loads_to_restage') }}
    {{ append_rows(args) }}
{%- endmacro %}

{% macro delete_listed(args, columns, listed_columns, list) -%}
    delete from {{ args.target_relation }}
    where ({{ columns | join(', ') }}) in (select {{ listed_columns | join(', ') }} from {{ ref(list) }});
{%- endmacro %}

{% macro append_rows(args) -%}
    {%- set columns = get_quoted_csv(args.dest_columns | map(attribute='name')) -%}
    insert into {{ args.target_relation }} ({{ columns }}) select {{ columns }} from {{ args.temp_relation }}
{%- endmacro %}
