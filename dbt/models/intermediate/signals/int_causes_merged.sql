{{ config(materialized='ephemeral') }}

with explained as (
    select * from {{ ref('int_signals_explained') }}
    where theme_id is not null and (direction = 'up' or metric = 'sentiment')
),

strengths as (
    select
        community_id,
        date,
        theme_id,
        max(abs(z)) as strength
    from explained
    group by community_id, date, theme_id
),

days as (
    select distinct
        community_id,
        date
    from strengths
),

post_themes as (
    select * from {{ ref('fct_post_themes') }}
    where
        not is_brand
        and (community_id, created_date) in (select * from days)
),

spoken as (
    select
        strengths.*,
        post_themes.network,
        post_themes.post_id,
        count(*) over (
            partition by strengths.community_id, strengths.date, strengths.theme_id
        ) as posts
    from strengths
    inner join post_themes
        on
            strengths.community_id = post_themes.community_id
            and strengths.date = post_themes.created_date
            and strengths.theme_id = post_themes.theme_id
)

-- Two themes are one cause where half of the rarer one's posts speak of both.
select
    weaker.community_id,
    weaker.date,
    weaker.theme_id,
    stronger.theme_id as cause_theme_id
from spoken as weaker
inner join spoken as stronger
    on
        weaker.community_id = stronger.community_id
        and weaker.date = stronger.date
        and weaker.network = stronger.network
        and weaker.post_id = stronger.post_id
        and (weaker.strength, stronger.theme_id) < (stronger.strength, weaker.theme_id)
group by weaker.community_id, weaker.date, weaker.theme_id, stronger.theme_id
having 2 * count(*) >= least(any_value(weaker.posts), any_value(stronger.posts))
qualify row_number() over (
    partition by weaker.community_id, weaker.date, weaker.theme_id
    order by any_value(stronger.strength) desc, stronger.theme_id
) = 1
