{{ config(tags=['advice']) }}

with advice as (
    select * from {{ ref('fct_recommendations') }}
),

outcomes as (
    select * from {{ ref('fct_recommendation_outcomes') }}
),

foreseen as (
    select
        community_id,
        industry,
        for_date,
        advice_id,
        origin,
        unnest(reactions) as reaction
    from advice
),

-- The longest horizon says most: final, else seven days, else one.
settled as (
    select *
    from outcomes
    where status = 'followed'
    qualify row_number() over (
        partition by community_id, advice_id
        order by horizon = 'final' desc, horizon = '7d' desc, horizon
    ) = 1
),

felt as (
    select
        community_id,
        advice_id,
        horizon,
        unnest(reactions) as reaction
    from settled
)

select
    foreseen.community_id,
    foreseen.industry,
    foreseen.for_date,
    foreseen.advice_id,
    foreseen.reaction.emotion,
    foreseen.reaction.share as foreseen_share,
    foreseen.reaction.low as foreseen_low,
    foreseen.reaction.high as foreseen_high,
    felt.reaction.share as observed_share,
    felt.reaction.share between foreseen.reaction.low and foreseen.reaction.high as is_inside_interval,
    felt.horizon,
    foreseen.origin
from foreseen
left join felt
    on
        foreseen.community_id = felt.community_id
        and foreseen.advice_id = felt.advice_id
        and foreseen.reaction.emotion = felt.reaction.emotion
