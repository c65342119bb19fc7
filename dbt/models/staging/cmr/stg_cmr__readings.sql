with source as (
    select * from {{ source('cmr', 'readings') }}
)

select
    text_hash,
    industry,
    model,
    pack_version,
    language,
    coalesce(readable, true) as is_readable,
    {% for emotion in var('emotions') -%}
        {{ emotion }}::decimal(6, 4) as {{ emotion }},
    {% endfor -%}
    neutral::decimal(6, 4) as neutral,
    sentiment::decimal(6, 4) as sentiment,
    question::decimal(6, 4) as question,
    complaint::decimal(6, 4) as complaint,
    praise::decimal(6, 4) as praise,
    suggestion::decimal(6, 4) as suggestion,
    irony::decimal(6, 4) as irony,
    themes,
    expectation_theme,
    expectation_need,
    expectation_explicit,
    expectation_score::decimal(6, 4) as expectation_score,
    corrected
from source
