with source as (
    select * from {{ source('cmr', 'corrections') }}
)

select
    model,
    language,
    emotion,
    true_positive_rate,
    false_positive_rate,
    mean_if_true,
    mean_if_false,
    variance_if_true,
    variance_if_false,
    coalesce(between_if_true, 0) as between_if_true,
    coalesce(between_if_false, 0) as between_if_false,
    positives,
    negatives
from source
