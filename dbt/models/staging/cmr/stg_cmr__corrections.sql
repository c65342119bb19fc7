with source as (
    select * from {{ source('cmr', 'corrections') }}
)

select
    model,
    language,
    emotion,
    true_positive_rate,
    false_positive_rate,
    positives,
    negatives
from source
