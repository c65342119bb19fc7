{{
    config(
        tags=['by_day'],
        materialized='incremental',
        incremental_strategy='changed_days',
        meta={'day': 'date', 'changed': 'chg_days_to_rebuild'}
    )
}}

-- depends_on: {{ ref('chg_days_to_rebuild') }}

with pooled as (
    select * from {{ ref('int_emotion_days_pooled') }}
),

corrections as (
    select
        *,
        mean_if_true - mean_if_false as gap,
        variance_if_true / greatest(positives, 1) + pow(between_if_true, 2) as unsure_if_true,
        variance_if_false / greatest(negatives, 1) + pow(between_if_false, 2) as unsure_if_false
    from {{ ref('stg_cmr__corrections') }}
    where model = (select max(model) from {{ ref('stg_cmr__model') }}) and gap >= 0.02
),

-- Per language: a model errs otherwise in each. First the usual share: the mean of the probabilities
-- (a share lies 0.1 around it, one standard deviation), moved to what would have it as far as known.
levelled as (
    select
        pooled.*,
        posts / sum(posts) over (
            partition by pooled.community_id, pooled.date, pooled.days, pooled.emotion
        ) as weight,
        known.model is not null as is_corrected,
        gap,
        variance_if_true / (gap * gap) as spread_if_true,
        variance_if_false / (gap * gap) as spread_if_false,
        1.6448536 * sqrt(unsure_if_true + unsure_if_false) as doubt,
        least(greatest((usual_mean - mean_if_false) / gap, 0), 1) as adjusted,
        (
            pow(adjusted, 2) * unsure_if_true + pow(1 - adjusted, 2) * unsure_if_false
        ) / (gap * gap) + {{ noise('adjusted') }} / usual_posts as level_variance,
        0.01 / (0.01 + level_variance) as level_trust,
        usual_mean + level_trust * (adjusted - usual_mean) as level
    from pooled
    left join corrections as known
        on pooled.language = known.language and pooled.emotion = known.emotion
),

-- Then how far it lies from there, as far as that stands out of what reading
-- moves by itself.
moved as (
    select
        *,
        present / posts as raw,
        (felt / posts - usual_mean) / gap as seen,
        posts + 2.7055434 * weight as n,
        (least(greatest(level + seen, 0), 1) * posts + 1.3527717 * weight) / n as centre,
        {{ noise('centre') }} / n as noise,
        pow(seen, 2) / nullif(pow(seen, 2) + noise, 0) as heard,
        heard * seen as move,
        least(greatest(level + move, 0), 1) as share,
        2.7055434 * (noise + level_variance * level_trust) as spread,
        -- Where the posts of a community tell less apart than others, a move is a larger one.
        move * (gap / (gap + doubt) - 1) as less,
        move * (gap / greatest(gap - doubt, 0.1 * gap) - 1) as more
    from levelled
),

per_day as (
    select
        community_id,
        industry,
        date,
        emotion,
        days,
        sum(counted)::bigint as counted,
        sum(posts) as posts,
        sum(present) as present,
        sum(felt) as felt,
        sum(squares) as squares,
        sum(weight * coalesce(heard / gap, 1)) as slope,
        sum(weight * coalesce(1 / gap, 1)) as reach,
        bool_or(is_corrected) as is_corrected,
        sum(weight * if(is_corrected, share, raw)) as share,
        sqrt(sum(weight * weight * coalesce(
            spread + pow(least(less, more), 2), 2.7055434 * raw * (1 - raw) / n
        ))) as down,
        sqrt(sum(weight * weight * coalesce(
            spread + pow(greatest(less, more), 2), 2.7055434 * raw * (1 - raw) / n
        ))) as up
    from moved
    group by community_id, industry, date, emotion, days
)

select
    community_id,
    industry,
    date,
    emotion,
    days::integer as days,
    counted,
    posts::double as posts,
    present::double as present,
    felt::double as felt,
    squares::double as squares,
    slope,
    reach,
    is_corrected,
    {{ share('present / posts') }} as raw,
    {{ share('per_day.share') }} as share,
    case
        when is_corrected then {{ share('per_day.share - down') }}
        else {{ wilson('present', 'posts', '-') }}
    end as low,
    case
        when is_corrected then {{ share('per_day.share + up') }}
        else {{ wilson('present', 'posts', '+') }}
    end as high
from per_day
