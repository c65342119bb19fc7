{{
    config(
        tags=['by_day'],
        materialized='incremental',
        incremental_strategy='changed_days',
        meta={'day': 'date', 'changed': 'chg_days_to_rebuild'}
    )
}}

with days as (
    select * from {{ ref('int_days_listed') }}
    where {{ only_days('date', 'chg_days_to_rebuild') }}
),

replies as (
    select * from {{ ref('int_replies_paired') }}
    where
        not is_brand
        and not parent_is_brand
        and are_read
        and parent_author_id != author_id
        and {{ only_since('created_date', 27) }}
),

-- A two by two table per emotion and theme of the post that is answered, because all who speak of a
-- delay are angry without catching it from each other: replies to posts that have it (n1) or lack it
-- (n0), and how many of each feel it themselves (a, c).
replies_wide as (
    select
        community_id,
        {% for emotion in var('emotions') -%}
            struct_pack(
                n1 := count_if(parent_has_{{ emotion }}),
                a := count_if(parent_has_{{ emotion }} and has_{{ emotion }}),
                n0 := count_if(not parent_has_{{ emotion }}),
                c := count_if(not parent_has_{{ emotion }} and has_{{ emotion }})
            ) as {{ emotion }},
        {% endfor -%}
        parent_theme,
        created_date as date
    from replies
    group by community_id, parent_theme, created_date
),

reply_days as (
    unpivot replies_wide on {{ var('emotions') | join(', ') }} into name emotion value counts
),

windows as (
    select
        days.community_id,
        days.date,
        reply_days.emotion,
        reply_days.parent_theme,
        sum(reply_days.counts.n1)::double as n1,
        sum(reply_days.counts.a)::double as a,
        sum(reply_days.counts.n0)::double as n0,
        sum(reply_days.counts.c)::double as c
    from days
    inner join reply_days
        on
            days.community_id = reply_days.community_id
            and reply_days.date between days.date - 27 and days.date
    group by days.community_id, days.date, reply_days.emotion, reply_days.parent_theme
),

-- Mantel-Haenszel risk difference with emotions and themes as strata (Greenland & Robins 1985,
-- Biometrics 41, equation 3): sum of w (a / n1 - c / n0) over sum of w, with w = n1 n0 / (n1 + n0);
-- the numerator's terms are then (a n0 - c n1) / (n1 + n0). A stratum without one of the two kinds
-- weighs nothing. Its variance is Sato's (1989, Biometrics 45), right for few large strata and many
-- small ones.
pooled as (
    select
        community_id,
        date,
        sum(n1 + n0) filter (where emotion = '{{ var("emotions")[0] }}')::bigint
            as contagion_replies,
        sum(n1 * n0 / (n1 + n0)) as weight,
        sum((a * n0 - c * n1) / (n1 + n0)) / nullif(weight, 0) as risk_difference,
        sum(
            (n1 * n1 * c - n0 * n0 * a + n1 * n0 * (n0 - n1) / 2) / pow(n1 + n0, 2)
        ) as asymmetry,
        sum((a * (n0 - c) + c * (n1 - a)) / (2 * (n1 + n0))) as chance,
        1.6448536 * sqrt(greatest(risk_difference * asymmetry + chance, 0)) / nullif(weight, 0)
            as margin
    from windows
    group by community_id, date
)

select
    community_id,
    date,
    contagion_replies,
    case when contagion_replies >= 20 then risk_difference end::decimal(6, 4) as contagion,
    case
        when contagion_replies >= 20 then greatest(risk_difference - margin, -1)
    end::decimal(6, 4) as contagion_low,
    case
        when contagion_replies >= 20 then least(risk_difference + margin, 1)
    end::decimal(6, 4) as contagion_high
from pooled
