{{
    config(
        tags=['by_day'],
        materialized='incremental',
        incremental_strategy='changed_days',
        meta={'day': 'date', 'changed': 'chg_days_to_reread'}
    )
}}

with posts as (
    select * from {{ ref('int_posts_read') }}
    where {{ only_days('created_date') }}
),

corrections as (
    select
        corrections.*,
        corrections.mean_if_true - corrections.mean_if_false as gap
    from {{ ref('stg_cmr__corrections') }} as corrections
    where model = (select max(model) from {{ ref('stg_cmr__model') }}) and gap >= 0.02
),

felt_wide as (
    select
        community_id,
        industry,
        created_date as date,
        language,
        {% for emotion in var('emotions') -%}
            count_if(has_{{ emotion }}) as {{ emotion }}_present,
            sum({{ emotion }}) as {{ emotion }}_felt,
            sum({{ emotion }} * {{ emotion }}) as {{ emotion }}_squares,
        {% endfor -%}
        count(*) as posts
    from posts
    where not is_brand and {{ is_read() }}
    group by all
),

felt as (
    unpivot felt_wide
    on {% for emotion in var('emotions') -%}
        ({{ emotion }}_present, {{ emotion }}_felt, {{ emotion }}_squares)
            as {{ emotion }}{{ ', ' if not loop.last }}
    {%- endfor %}
    into name emotion value present, felt, squares
),

-- Per language, because a model errs otherwise in each.
per_language as (
    select
        felt.*,
        sum(felt.posts) over (partition by felt.community_id, felt.date, felt.emotion) as day_posts,
        felt.posts / day_posts as weight,
        corrections.model is not null as is_corrected,
        if(is_corrected, felt.felt, felt.present) / felt.posts as mean_probability,
        coalesce(mean_if_false, 0) as lowest,
        coalesce(gap, 1) as known_gap,
        coalesce(variance_if_true, 0) as spread_if_true,
        coalesce(variance_if_false, 0) as spread_if_false,
        least(greatest((mean_probability - lowest) / known_gap, 0), 1) as adjusted,
        -- With Wilson's added posts, z^2 / 2 of each kind, so that the interval is right near 0 and
        -- 1.
        felt.posts + 2.7055434 * weight as n,
        (adjusted * felt.posts + 1.3527717 * weight) / n as centre,
        (
            (
                centre * spread_if_true
                + (1 - centre) * spread_if_false
                + centre * (1 - centre) * known_gap * known_gap
            ) / n
            -- What is not known of the rates: how few texts told them, and that this community
            -- is not those texts.
            {% for side, kind, texts in [
                ('centre', 'true', 'positives'), ('(1 - centre)', 'false', 'negatives')
            ] -%}
                + {{ side }} * {{ side }} * (
                    spread_if_{{ kind }} / greatest(coalesce(corrections.{{ texts }}, 1), 1)
                    + pow(coalesce(corrections.between_if_{{ kind }}, 0), 2)
                )
            {% endfor -%}
        ) / (known_gap * known_gap) as variance,
        -- How much is known beside what was known before: a share lies 0.25, one standard
        -- deviation, around the mean.
        if(is_corrected, 0.0625 / (0.0625 + variance), 1) as trusted
    from felt
    left join corrections
        on
            felt.language = corrections.language
            and felt.emotion = corrections.emotion
),

per_day as (
    select
        community_id,
        industry,
        date,
        emotion,
        sum(posts)::bigint as posts,
        sum(present)::bigint as present,
        sum(felt) as felt,
        sum(squares) as squares,
        -- By how much the share moves with the mean probability.
        sum(weight * if(is_corrected, 1 + trusted * (1 / known_gap - 1), 1)) as slope,
        bool_or(is_corrected) as is_corrected,
        sum(weight * (mean_probability + trusted * (adjusted - mean_probability))) as adjusted,
        sum(weight * (mean_probability + trusted * (centre - mean_probability))) as centre,
        sqrt(sum(weight * weight * variance * trusted)) as standard_error
    from per_language
    group by community_id, industry, date, emotion
)

select
    community_id,
    industry,
    date,
    emotion,
    posts,
    present,
    felt,
    squares,
    slope,
    is_corrected,
    {{ share('present / posts') }} as raw,
    {{ share('adjusted') }} as share,
    case
        when is_corrected then least({{ share('centre - 1.6448536 * standard_error') }}, share)
        else {{ wilson('present', 'posts', '-') }}
    end as low,
    case
        when is_corrected then greatest({{ share('centre + 1.6448536 * standard_error') }}, share)
        else {{ wilson('present', 'posts', '+') }}
    end as high
from per_day
