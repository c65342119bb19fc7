with communities as (
    select * from {{ ref('stg_cmr__communities') }}
),

plans as (
    select * from {{ ref('stg_cmr__reply_plans') }}
)

select
    communities.community_id,
    communities.industry,
    plans.plan_id,
    plans.text_fr,
    plans.text_en,
    plans.themes,
    plans.emotions,
    plans.intents
from communities
inner join plans on communities.industry = plans.industry
