{#-
    The columns that the door writes alike for every network that is pulled, for its staging model's select; where its
    payload holds the rest, the model says.
-#}
{% macro door_columns() -%}
    community_id,
    network,
    post_id,
    author_id,
    coalesce(is_brand, false) as is_brand,
    in_reply_to,
    null::varchar as advice_id,
    created_at::timestamptz as created_at,
    coalesce(deleted, false) as is_deleted,
    followers::bigint as followers,
    observed_at::timestamptz as observed_at,
    'observed' as metrics_basis,
    _dlt_load_id as load_id,
    line
{%- endmacro %}
