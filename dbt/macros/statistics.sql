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

{#- The normal deviate that is as rare as Student's t, without its sign (Wallace 1959). -#}
{% macro normal_deviate(t, freedom) -%}
    (8 * {{ freedom }} + 1) / (8 * {{ freedom }} + 3) * sqrt({{ freedom }} * ln(1 + pow({{ t }}, 2) / {{ freedom }}))
{%- endmacro %}

{#- How often a normal deviate is at least as far off, either way (Lin 1989). -#}
{% macro two_tails(z) -%}
    least(exp(-0.717 * abs({{ z }}) - 0.416 * pow({{ z }}, 2)), 1)
{%- endmacro %}

{#- The square of a z, for their mean square: held to three times what was usual in the window before, so that one crisis
    does not widen what is normal (1.4826 medians, Hampel 1974; at least 1). -#}
{% macro held_square(z, window) -%}
    pow(least(abs({{ z }}), 3 * greatest(1.4826 * coalesce(median(abs({{ z }})) over {{ window }}, 0), 1)), 2)
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
