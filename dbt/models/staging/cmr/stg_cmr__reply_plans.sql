with source as (
    select * from {{ source('cmr', 'reply_plans') }}
)

select
    industry,
    plan_id,
    text_fr,
    text_en,
    themes,
    emotions,
    intents
from source
