{#- What a night has to look at; models/changes/README.md draws how these lists come about. -#}

{#- What the last complete build rested on; nothing where everything is built from the start. -#}
{% macro last_build(name) -%}
    {%- set rows = source('last_build', name) -%}
    {%- if flags.FULL_REFRESH -%}
        (select * from {{ rows }} where false)
    {%- else -%}
        {{ rows }}
    {%- endif -%}
{%- endmacro %}

{#-
    The rows of model `name` as the last build left them, though it is built after the one that asks; no rows, with the
    columns of `like`, where there are none. A ref would be a circle.
-#}
{% macro rows_before(name, like) -%}
    {%- if is_added_to(name) -%}
        {{ adapter.get_relation(database=this.database, schema=this.schema, identifier=name) }}
    {%- else -%}
        (select * from {{ like }} where false)
    {%- endif -%}
{%- endmacro %}

{#-
    Whether `model` is added to tonight rather than made from the start. An ephemeral step of it asks this in the
    place of is_incremental(), which would be about the step itself.
-#}
{% macro is_added_to(model) -%}
    {%- set there = execute and adapter.get_relation(
        database=this.database, schema=this.schema, identifier=model
    ) -%}
    {{ return(there and there.is_table and not flags.FULL_REFRESH) }}
{%- endmacro %}

{#- The days of `list` where the model is added to, all days where it is made from the start. -#}
{% macro only_days(column, list='chg_days_to_reread', community='community_id', mart=none) -%}
    {%- set days = ref(list) -%}
    {%- if is_incremental() or (mart and is_added_to(mart)) -%}
        ({{ community }}, {{ column }}) in (select community_id, date from {{ days }})
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{#- What may lie in a window that looks `back` days back from a day of `list`. -#}
{% macro only_since(column, back, list='chg_days_to_rebuild', mart=none) -%}
    {%- set days = ref(list) -%}
    {%- if is_incremental() or (mart and is_added_to(mart)) -%}
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

{#- The loads that table `listed` names, as literals, so that DuckDB skips the files of all the others. -#}
{% macro load_ids_of(listed) -%}
    {%- set found = [] -%}
    {%- for row in run_query('select load_id from ' ~ listed ~ ' order by 1').rows -%}
        {%- do found.append("'" ~ (row[0] | replace("'", "''")) ~ "'") -%}
    {%- endfor -%}
    {{ return(found or ['null']) }}
{%- endmacro %}
