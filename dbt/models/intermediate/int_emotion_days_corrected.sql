{{
    config(
        tags=['by_day'],
        materialized='incremental',
        pre_hook="{{ forget_days('date') }}"
    )
}}

with posts as (
    select * from {{ ref('int_posts_read') }}
    where {{ only_days('created_date') }}
),

active_model as (
    select max(model) as model from {{ ref('stg_cmr__model') }}
),

corrections as (
    select corrections.*
    from {{ ref('stg_cmr__corrections') }} as corrections
    inner join active_model on corrections.model = active_model.model
    where corrections.true_positive_rate - corrections.false_positive_rate >= 0.1
),

counted_wide as (
    select
        community_id,
        industry,
        created_date as date,
        language,
        {% for emotion in var('emotions') -%}
            count_if(has_{{ emotion }}) as {{ emotion }},
        {% endfor -%}
        count(*) as posts
    from posts
    where not is_brand and model is not null
    group by all
),

counted as (
    unpivot counted_wide
    on {{ var('emotions') | join(', ') }}
    into name emotion value present
),

-- Per language, because a model errs otherwise in each; r, t and f are the shares with added counts that keep the
-- interval right near 0 and 1 (Lang & Reiczigel 2014): z^2 / 2 in all for the posts, one of each for the error rates.
per_language as (
    select
        counted.*,
        sum(counted.posts) over (partition by counted.community_id, counted.date, counted.emotion) as day_posts,
        counted.posts / day_posts as weight,
        corrections.model is not null as is_corrected,
        coalesce(corrections.true_positive_rate, 1) as tpr,
        coalesce(corrections.false_positive_rate, 0) as fpr,
        counted.posts + 2.7055434 * weight as n,
        (counted.present + 1.3527717 * weight) / n as r,
        coalesce((tpr * corrections.positives + 1) / (corrections.positives + 2), 1) as t,
        coalesce((fpr * corrections.negatives + 1) / (corrections.negatives + 2), 0) as f,
        (counted.present / counted.posts - fpr) / (tpr - fpr) as adjusted,
        (r - f) / (t - f) as centre,
        (
            r * (1 - r) / n
            + centre * centre * t * (1 - t) / (coalesce(corrections.positives, 0) + 2)
            + (1 - centre) * (1 - centre) * f * (1 - f) / (coalesce(corrections.negatives, 0) + 2)
        ) / ((t - f) * (t - f)) as variance
    from counted
    left join corrections on counted.language = corrections.language and counted.emotion = corrections.emotion
),

per_day as (
    select
        community_id,
        industry,
        date,
        emotion,
        sum(posts)::bigint as posts,
        sum(present)::bigint as present,
        bool_or(is_corrected) as is_corrected,
        sum(weight * adjusted) as adjusted,
        sum(weight * centre) as centre,
        sqrt(sum(weight * weight * variance)) as standard_error
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
    is_corrected,
    {{ share('present / posts') }} as raw,
    {{ share('adjusted') }} as share,
    case
        when is_corrected then least({{ share('centre - 1.6448536 * standard_error') }}, {{ share('adjusted') }})
        else {{ wilson('present', 'posts', '-') }}
    end as low,
    case
        when is_corrected then greatest({{ share('centre + 1.6448536 * standard_error') }}, {{ share('adjusted') }})
        else {{ wilson('present', 'posts', '+') }}
    end as high
from per_day
