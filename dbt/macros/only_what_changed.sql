{#-
    Facts are rebuilt only where something changed. What the last complete build rested on stands in the tables
    named `built_…`, written when a run ends without an error: a build that was killed
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
            select community_id, network, post_id from {{ ref('int_posts_touched') }}
        )
    {%- endif %}
{%- endmacro %}

{% macro forget_days(column, touched='int_days_touched') -%}
    {%- set days = ref(touched) -%}
    {%- if is_incremental() and not was_built('built_days') %}
        delete from {{ this }}
    {%- elif is_incremental() %}
        delete from {{ this }}
        where (community_id, {{ column }}) in (select community_id, date from {{ days }})
    {%- endif %}
{%- endmacro %}

{#-
    Whether `mart` is added to tonight rather than made from the start. An ephemeral step of that mart asks this in the
    place of is_incremental(), which would be about the step itself.
-#}
{% macro is_added_to(mart) -%}
    {%- set there = execute and adapter.get_relation(
        database=this.database, schema=this.schema, identifier=mart
    ) -%}
    {{ return(there and there.is_table and not flags.FULL_REFRESH) }}
{%- endmacro %}

{% macro only_days(column, touched='int_days_touched', community='community_id', mart=none) -%}
    {%- set days = ref(touched) -%}
    {%- if is_incremental() or (mart and is_added_to(mart)) -%}
        ({{ community }}, {{ column }}) in (select community_id, date from {{ days }})
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{#- What may lie in a window that looks `back` days back from a day to be rebuilt. -#}
{% macro only_since(column, back, touched='int_days_affected') -%}
    {%- set days = ref(touched) -%}
    {%- if is_incremental() -%}
        {{ column }} >= (select min(date) - {{ back }} from {{ days }})
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{#- Rows about themes that are no more; `of_metric` says that the model has other rows too, told apart by `metric`. -#}
{% macro forget_themes(column, of_metric=false) -%}
    {%- set themes = ref('dim_themes') -%}
    {%- if is_incremental() %}
        delete from {{ this }}
        where
            (community_id, {{ column }}) not in (select community_id, theme_id from {{ themes }})
            {%- if of_metric %} and metric = 'theme' {%- endif %}
    {%- endif %}
{%- endmacro %}

{#- A theme that was not there before has rows on every day, not only on those that changed; `own` is its name here. -#}
{% macro is_new_theme(column, own='theme_id', of_metric=false) -%}
    {%- if is_incremental() -%}
        (community_id, {{ column }}) not in (
            select community_id, {{ own }} from {{ this }} {%- if of_metric %} where metric = 'theme' {%- endif %}
        )
    {%- else -%}
        false
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
        create or replace table built_unread as
        select distinct community_id, created_date as date, text_hash, industry, pack_version
        from int_posts_read
        where model is null;
        create or replace table built_series as select * from int_series_checked;
        create or replace table built_calendar as select community_id, date from int_days_listed;
    {%- endif %}
    {%- endif -%}
{%- endmacro %}

{#-
    The loads that the lake shows otherwise than they were staged: new ones, and those that a purge took rows out of. As
    a list of literals, so that DuckDB skips the files of all the others.
-#}
{% macro changed_loads() -%}
    {%- set loads -%}
        select coalesce(shown.load_id, staged.load_id)
        from (
            select coalesce(load_id, '') as load_id, count(*) as rows from {{ ref('int_posts_shown') }} group by all
        ) as shown
        full join (select load_id, count(*) as rows from {{ this }} group by load_id) as staged
            on shown.load_id = staged.load_id
        where shown.rows is distinct from staged.rows
        order by 1
    {%- endset -%}
    {%- set found = [] -%}
    {%- for row in run_query(loads).rows -%}
        {%- do found.append("'" ~ (row[0] | replace("'", "''")) ~ "'") -%}
    {%- endfor -%}
    {{ return(found or ["null"]) }}
{%- endmacro %}

{% macro forget_changed_loads() -%}
    {%- if is_incremental() %}
        delete from {{ this }} where load_id in ({{ changed_loads() | join(', ') }})
    {%- endif %}
{%- endmacro %}
