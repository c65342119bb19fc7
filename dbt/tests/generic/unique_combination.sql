{% test unique_combination(model, columns, among=none, day='date', by=none) %}
    {#
        The grain of a model: rows that share its key. `among` names the model whose days (or whose columns `by`) were
        rebuilt: the others are as the last run tested them, and the audit before publication looks at all of them.
    #}
    select
        {{ columns | join(', ') }},
        count(*) as copies
    from {{ model }}
    {%- if among and by %}
    where ({{ by | join(', ') }}) in (select {{ by | join(', ') }} from {{ among }})
    {%- elif among %}
    where (community_id, {{ day }}) in (select community_id, date from {{ among }})
    {%- endif %}
    group by all
    having count(*) > 1
{% endtest %}
