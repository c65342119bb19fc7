{%- set feelings = ['sentiment', 'anger'] %}
with days as (
    select * from {{ ref('int_days_listed') }}
),

-- Who asked or complained and wrote again within a week: after the first answer, or with none.
changes as (
    select
        community_id,
        created_date as date,
        is_answered,
        {% for feeling in feelings -%}
            {{ feeling }}_after - {{ feeling }}_before as {{ feeling }},
        {% endfor -%}
        posts_after
    from {{ ref('int_feelings_followed') }}
    where posts_after > 0 and asks and (is_first or not is_answered)
),

daily as (
    select
        community_id,
        date,
        {% for side, such in [('answered', 'is_answered'), ('unanswered', 'not is_answered')] -%}
            {% for feeling in feelings -%}
                sum({{ feeling }}) filter (where {{ such }}) as {{ side }}_{{ feeling }},
                sum({{ feeling }} * {{ feeling }}) filter (where {{ such }})
                    as {{ side }}_{{ feeling }}_squares,
            {% endfor -%}
            count_if({{ such }}) as {{ side }},
        {% endfor -%}
        count(*) as people
    from changes
    group by all
),

windowed as (
    select
        days.community_id,
        days.industry,
        {% for side in ['answered', 'unanswered'] -%}
            coalesce(sum(daily.{{ side }}) over last_28_days, 0) as {{ side }}_people,
            {% for feeling in feelings -%}
                sum(daily.{{ side }}_{{ feeling }}) over last_28_days
                    as {{ side }}_{{ feeling }}_sum,
                sum(daily.{{ side }}_{{ feeling }}_squares) over last_28_days
                    as {{ side }}_{{ feeling }}_square_sum,
            {% endfor -%}
        {% endfor -%}
        days.date
    from days
    left join daily on days.community_id = daily.community_id and days.date = daily.date
    window last_28_days as (
        partition by days.community_id
        order by days.date
        range between interval 27 days preceding and current row
    )
),

-- Names that no column above bears: an alias gives way to a column of the same name.
measured as (
    select
        community_id,
        industry,
        date,
        {% for side in ['answered', 'unanswered'] -%}
            {% for feeling in feelings -%}
                {{ side }}_{{ feeling }}_sum / nullif({{ side }}_people, 0)
                    as {{ side }}_{{ feeling }},
                (
                    {{ side }}_{{ feeling }}_square_sum / nullif({{ side }}_people, 0)
                    - {{ side }}_{{ feeling }} * {{ side }}_{{ feeling }}
                ) / nullif({{ side }}_people - 1, 0) as {{ side }}_{{ feeling }}_error,
            {% endfor -%}
            {{ side }}_people as {{ side }},
        {% endfor -%}
        least(answered_people, unanswered_people) >= 5 as are_enough
    from windowed
),

-- Who is angry calms down anyway: the effect is what the answered changed beyond the unanswered
-- (Welch 1947).
compared as (
    select
        *,
    {% for feeling in feelings -%}
        case when are_enough then answered_{{ feeling }} - unanswered_{{ feeling }} end
            as {{ feeling }}_effect,
        1.6448536 * sqrt(
            greatest(answered_{{ feeling }}_error, 0) + greatest(unanswered_{{ feeling }}_error, 0)
        ) as {{ feeling }}_margin
        {{- ',' if not loop.last }}
    {% endfor -%}
    from measured
)

select
    community_id,
    industry,
    date,
    {% for feeling in feelings -%}
        round(answered_{{ feeling }}, 4)::decimal(6, 4) as answered_{{ feeling }}_change,
        round(unanswered_{{ feeling }}, 4)::decimal(6, 4) as unanswered_{{ feeling }}_change,
        round({{ feeling }}_effect, 4)::decimal(6, 4) as {{ feeling }}_effect,
        round({{ feeling }}_effect - {{ feeling }}_margin, 4)::decimal(6, 4) as {{ feeling }}_low,
        round({{ feeling }}_effect + {{ feeling }}_margin, 4)::decimal(6, 4) as {{ feeling }}_high,
    {% endfor -%}
    answered::bigint as answered,
    unanswered::bigint as unanswered
from compared
