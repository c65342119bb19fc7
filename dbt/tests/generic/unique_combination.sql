{% test unique_combination(model, columns) %}
    {# The grain of a model: rows that share its key. #}
    select
        {{ columns | join(', ') }},
        count(*) as copies
    from {{ model }}
    group by all
    having count(*) > 1
{% endtest %}
