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
        -- Nothing was edited or counted after it was pulled: a later time is a mistake of the file.
        case
            when not coalesce(updated_at > loaded_at and created_at <= loaded_at, false)
                then updated_at::timestamptz
        end as updated_at,
        deleted as is_deleted,
        likes::bigint as likes,
        replies::bigint as replies,
        shares::bigint as shares,
        views::bigint as views,
        followers::bigint as followers,
        case
            when observed_at > loaded_at and created_at <= loaded_at then loaded_at
            else observed_at
        end::timestamptz as observed_at,
        case when observed_basis = 'file' then 'final' else 'observed' end as metrics_basis,
        _dlt_load_id as load_id,
        line
    from source
)

select * from renamed
