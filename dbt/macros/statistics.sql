{#- z of a 90 % interval is 1.6448536; its square 2.7055434. -#}

{% macro share(x) -%}
    if({{ x }} is null, null, least(greatest({{ x }}, 0), 1))::decimal(6, 4)
{%- endmacro %}

{#- One end of the 90 % interval of the share k / n (Wilson 1927); `sign` is + or -; null when n is 0. -#}
{% macro wilson(k, n, sign) -%}
    case
        when {{ n }} > 0
            then {{ share(
                "(" ~ k ~ " + 1.3527717 " ~ sign ~ " 1.6448536 * sqrt("
                ~ k ~ " * (" ~ n ~ " - " ~ k ~ ") / nullif(" ~ n ~ ", 0)::double + 0.6763859)) / (" ~ n ~ " + 2.7055434)"
            ) }}
    end
{%- endmacro %}

{#- The 95 % point of Student's t (Abramowitz and Stegun 26.7.5), right to 0.02 from four degrees of freedom on. -#}
{% macro student(freedom) -%}
    (1.6448536 + 1.5237736 / ({{ freedom }}) + 1.4204 / pow({{ freedom }}, 2))
{%- endmacro %}

{#- One end of the interval around a figure of -1 to 1; null without a margin, which least and greatest would pass over. -#}
{% macro around(x, margin, sign) -%}
    case
        when {{ margin }} is not null
            then least(greatest({{ x }} {{ sign }} {{ margin }}, -1), 1)::decimal(6, 4)
    end
{%- endmacro %}

{#- A mean of decimals from their exact sum, so that no order of rows changes it; null without any. -#}
{% macro mean(x, type='decimal(6, 4)') -%}
    (sum({{ x }}) / nullif(count({{ x }}), 0))::{{ type }}
{%- endmacro %}

{#- The variance that reading gives to one post's part in a share. -#}
{% macro noise(share) -%}
    ({{ share }} * spread_if_true + (1 - {{ share }}) * spread_if_false)
{%- endmacro %}
