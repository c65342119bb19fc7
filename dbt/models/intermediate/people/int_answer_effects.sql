{{ config(materialized='ephemeral') }}

{%- set sides = [('answered', 'is_answered'), ('unanswered', 'not is_answered')] %}
with people as (
    select * from {{ ref('int_answers_compared') }}
),

-- Sums of decimals first, so that no order of rows changes them.
summed as (
    select
        community_id,
        industry,
        date,
        feeling,
    {% for side, such in sides -%}
        count_if({{ such }}) as {{ side }},
        (sum(before) filter (where {{ such }}))::double / nullif({{ side }}, 0) as {{ side }}_before,
        (sum(after) filter (where {{ such }}))::double / nullif({{ side }}, 0) as {{ side }}_after,
        (sum(before * before) filter (where {{ such }}))::double
        - {{ side }} * {{ side }}_before * {{ side }}_before as {{ side }}_xx,
        (sum(before * after) filter (where {{ such }}))::double
        - {{ side }} * {{ side }}_before * {{ side }}_after as {{ side }}_xy,
        (sum(after * after) filter (where {{ such }}))::double
        - {{ side }} * {{ side }}_after * {{ side }}_after as {{ side }}_yy
        {{- ',' if not loop.last }}
    {% endfor -%}
    from people
    group by community_id, industry, date, feeling
),

-- How much of what people felt before they still feel after, within each side: who is angriest calms down most.
sloped as (
    select
        *,
        least(answered, unanswered) >= 5 as are_enough,
        answered_xx + unanswered_xx as within_xx,
        case when within_xx > 0.0001 then (answered_xy + unanswered_xy) / within_xx else 0 end as slope,
        -- One post tells its author's mood with error, which flattens the slope: by two fifths at the most.
        greatest(least(slope / 0.6, 1), slope) as steepest,
        answered_before - unanswered_before as gap_before
    from summed
),

-- The answered against people as upset who got no answer: analysis of covariance (Cochran 1957), each side with its own
-- scatter around the common slope; 1.6448536 widened to Student's t with n - 3 degrees of freedom (Fisher 1925).
compared as (
    select
        *,
        answered_after - unanswered_after - (slope + steepest) / 2 * gap_before as effect,
        abs(steepest - slope) / 2 * abs(gap_before) as doubt,
        {% for side, such in sides -%}
            greatest({{ side }}_yy - 2 * slope * {{ side }}_xy + slope * slope * {{ side }}_xx, 0)
            / nullif({{ side }} - 1, 0) as {{ side }}_scatter,
        {% endfor -%}
        (answered_scatter * (answered - 1) + unanswered_scatter * (unanswered - 1))
        / (answered + unanswered - 3) as scatter,
        1.6448536 * (1 + 0.9264 / (answered + unanswered - 3)) * sqrt(
            answered_scatter / answered
            + unanswered_scatter / unanswered
            + case when within_xx > 0.0001 then scatter * gap_before * gap_before / within_xx else 0 end
        ) as margin
    from sloped
    where are_enough
)

select
    sloped.community_id,
    sloped.industry,
    sloped.date,
    sloped.feeling,
    sloped.answered,
    sloped.unanswered,
    sloped.answered_after - sloped.answered_before as answered_change,
    sloped.unanswered_after - sloped.unanswered_before as unanswered_change,
    compared.effect,
    compared.effect - compared.doubt - compared.margin as low,
    compared.effect + compared.doubt + compared.margin as high
from sloped
left join compared
    on
        sloped.community_id = compared.community_id
        and sloped.date = compared.date
        and sloped.feeling = compared.feeling
