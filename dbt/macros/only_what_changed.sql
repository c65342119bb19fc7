{#-
    Facts are rebuilt only where something changed. What the last complete build rested on stands in the tables
    `built_loads`, `built_nights` and `built_days`, written when a run ends without an error: a build that was killed
    leaves them as they were, and the next one does its work again.
-#}

{% macro was_built(name) -%}
    {{ return(execute and not flags.FULL_REFRESH
        and adapter.get_relation(database=this.database, schema=this.schema, identifier=name) is not none) }}
{%- endmacro %}

{#-
    The rows of table `name` as the last run left them, without making this model wait for it; no rows, with the columns
    of `like`, when there are none. Its builder may stand after this model: that is the point.
-#}
{% macro last_run(name, like) -%}
    {%- if was_built(name) -%}
        {{ adapter.get_relation(database=this.database, schema=this.schema, identifier=name) }}
    {%- else -%}
        (select * from {{ like }} limit 0)
    {%- endif -%}
{%- endmacro %}

{% macro forget_posts() -%}
    {%- if is_incremental() %}
        delete from {{ this }}
        where (community_id, network, post_id) in (
            select (community_id, network, post_id) from {{ ref('int_posts_touched') }}
        )
    {%- endif %}
{%- endmacro %}

{% macro forget_days(column, touched='int_days_touched') -%}
    {%- set days = ref(touched) -%}
    {%- if is_incremental() and not was_built('built_days') %}
        delete from {{ this }}
    {%- elif is_incremental() %}
        delete from {{ this }}
        where (community_id, {{ column }}) in (select (community_id, date) from {{ days }})
    {%- endif %}
{%- endmacro %}

{% macro only_days(column, touched='int_days_touched') -%}
    {%- set days = ref(touched) -%}
    {%- if is_incremental() -%}
        (community_id, {{ column }}) in (select (community_id, date) from {{ days }})
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{% macro remember_what_was_built(results) -%}
    {%- if execute -%}
    {%- set done = [] -%}
    {%- for result in results if result.status | string in ('success', 'pass') -%}
        {%- do done.append(result.node.name) -%}
    {%- endfor -%}
    {%- set wanted = {'staged': [], 'by_day': []} -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' and node.config.materialized != 'view' -%}
        {%- for kind in wanted if kind in node.tags -%}
            {%- do wanted[kind].append(node.name) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if wanted['staged'] | reject('in', done) | list | length == 0 %}
        create or replace table built_loads as
        select load_id, count(*) as rows from int_posts_versioned group by load_id;
        create or replace table built_nights as
        select community_id, industry, pack_version, timezone, last_night, as_of_at
        from stg_cmr__communities inner join stg_cmr__nights using (community_id);
    {%- endif %}
    {%- if wanted['by_day'] | reject('in', done) | list | length == 0 %}
        create or replace table built_days as select * from int_days_checked;
    {%- endif %}
    {%- endif -%}
{%- endmacro %}

{#- Loads are only ever appended, except that a purge takes rows out of them: such a load is staged anew. -#}
{% macro forget_changed_loads() -%}
    {%- if is_incremental() %}
        delete from {{ this }}
        where load_id in (
            select staged.load_id
            from (select load_id, count(*) as rows from {{ this }} group by load_id) as staged
            left join (
                select coalesce(load_id, '') as load_id, count(*) as rows from {{ ref('int_posts_shown') }} group by all
            ) as shown on staged.load_id = shown.load_id
            where shown.rows is distinct from staged.rows
        )
    {%- endif %}
{%- endmacro %}
