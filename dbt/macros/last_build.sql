{#-
    The tables of the source `last_build` (models/changes/_last_build__sources.yml): made before a run, written when it
    ends. A build that fails or is killed leaves them as they were, and the next one does its work again.
-#}

{#- on-run-start: the tables are there, and nothing will be added to rows that other SQL made. -#}
{% macro open_last_build() -%}
    {%- if execute -%}
        {%- do refuse_rows_of_other_sql() if flags.WHICH in ('build', 'run') and not flags.FULL_REFRESH -%}
        {%- for table in graph.sources.values() if table.source_name == 'last_build' %}
            {%- set columns = [] -%}
            {%- for column in table.columns.values() -%}
                {%- do columns.append(column.name ~ ' ' ~ column.data_type) -%}
            {%- endfor -%}
            create table if not exists {{ last_build_table(table.name) }} ({{ columns | join(', ') }});
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

{#- on-run-end: what was built whole is what the next build compares with. -#}
{% macro close_last_build(results) -%}
    {%- if execute -%}
        {%- set done = results | selectattr('status', 'in', ['success', 'pass'])
            | map(attribute='node.name') | list -%}
        {%- for part, tables in tables_of_last_build().items() -%}
            {%- set wanted = tables_tagged(part) -%}
            {%- set is_whole = wanted | rejectattr('name', 'in', done) | list | length == 0 -%}
            {%- for name, rows in tables.items() if is_whole %}
                delete from {{ last_build_table(name) }};
                insert into {{ last_build_table(name) }} by name {{ rows }};
            {%- endfor -%}
            {%- for model in wanted if model.name in done and (is_whole or flags.FULL_REFRESH) %}
                delete from {{ last_build_table('sql') }} where model = '{{ model.name }}';
                insert into {{ last_build_table('sql') }} values ('{{ model.name }}', '{{ sql_behind(model) }}');
            {%- endfor -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

{% macro tables_of_last_build() -%}
    {{ return({
        'staged': {
            'loads': 'select load_id, count(*) as rows from ' ~ built('int_posts_versioned') ~ ' group by load_id',
            'nights': 'select community_id, industry, pack_version, timezone, last_night, as_of_at from '
                ~ built('stg_cmr__communities') ~ ' inner join ' ~ built('stg_cmr__nights')
                ~ ' using (community_id)',
        },
        'by_day': {
            'days': 'select * from ' ~ built('chg_days_fingerprinted'),
            'series': 'select * from ' ~ built('chg_series_fingerprinted'),
            'calendar': 'select community_id, date from ' ~ built('int_days_listed'),
            'unread': 'select distinct community_id, created_date as date, text_hash, industry, pack_version from '
                ~ built('int_posts_read') ~ ' where model is null',
        },
    }) }}
{%- endmacro %}

{#- Stops a run that would add to rows of another model's text, silently mixing two meanings in one table. -#}
{% macro refuse_rows_of_other_sql() -%}
    {%- set made_by = {} -%}
    {%- if adapter.get_relation(database=target.database, schema=target.schema, identifier='built_sql') -%}
        {%- for row in run_query('select model, sql from ' ~ last_build_table('sql')).rows -%}
            {%- do made_by.update({row[0]: row[1]}) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- set changed = [] -%}
    {%- for model in tables_tagged('staged') + tables_tagged('by_day')
        if model.config.materialized == 'incremental' and model.unique_id in selected_resources -%}
        {%- set there = adapter.get_relation(
            database=model.database, schema=model.schema, identifier=model.name
        ) -%}
        {%- if there and made_by.get(model.name) != sql_behind(model) -%}
            {%- do changed.append(model.name) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if changed -%}
        {%- do exceptions.raise_compiler_error(
            'other SQL, or a build that did not end, made the rows of ' ~ changed | join(', ')
            ~ '; build from the start: dbt build --full-refresh'
        ) -%}
    {%- endif -%}
{%- endmacro %}

{#- A hash of a model's text and of those of the views and steps that it reads; macros are not part of it. -#}
{% macro sql_behind(model) -%}
    {%- set texts = [model.checksum.checksum] -%}
    {%- for id in model.depends_on.nodes if id in graph.nodes -%}
        {%- if graph.nodes[id].config.materialized in ('view', 'ephemeral') -%}
            {%- do texts.append(sql_behind(graph.nodes[id])) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(local_md5(texts | sort | join)) }}
{%- endmacro %}

{% macro tables_tagged(tag) -%}
    {%- set found = [] -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' and tag in node.tags
        and node.config.materialized in ('table', 'incremental') -%}
        {%- do found.append(node) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{% macro last_build_table(name) -%}
    {{ return(built('built_' ~ name)) }}
{%- endmacro %}

{% macro built(name) -%}
    {{ return(api.Relation.create(database=target.database, schema=target.schema, identifier=name)) }}
{%- endmacro %}
