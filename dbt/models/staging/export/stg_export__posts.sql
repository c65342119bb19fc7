with source as (
    select * from {{ source('export', 'posts') }}
),

renamed as (
    select
        community_id,
        network,
        post_id,
        author_id,
        coalesce(is_brand, false) as is_brand,
        trim(text) as text,
        language,
        nullif(trim(format), '') as format,
        nullif(in_reply_to, '') as in_reply_to,
        nullif(advice_id, '') as advice_id,
        created_at::timestamptz as created_at,
        updated_at::timestamptz as updated_at,
        coalesce(deleted, false) as is_deleted,
        likes::bigint as likes,
        replies::bigint as replies,
        shares::bigint as shares,
        views::bigint as views,
        followers::bigint as followers,
        observed_at::timestamptz as observed_at,
        case when observed_basis = 'file' then 'final' else 'observed' end as metrics_basis,
        _dlt_load_id as load_id,
        line
    from source
)

select * from renamed
