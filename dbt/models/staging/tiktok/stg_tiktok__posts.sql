with source as (
    select * from {{ source('tiktok', 'posts') }}
),

renamed as (
    select
        community_id,
        network,
        post_id,
        author_id,
        coalesce(is_brand, false) as is_brand,
        case
            when payload is not null
                then trim(coalesce(payload ->> '$.caption', payload ->> '$.text', ''))
        end as text,
        null::varchar as language,
        case
            when (payload ->> '$.item_id') is not null then 'video'
            when payload is not null then 'text'
        end as format,
        in_reply_to,
        null::varchar as advice_id,
        created_at::timestamptz as created_at,
        null::timestamptz as updated_at,
        coalesce(deleted, false) as is_deleted,
        (payload ->> '$.likes')::bigint as likes,
        coalesce(payload ->> '$.comments', payload ->> '$.replies')::bigint as replies,
        (payload ->> '$.shares')::bigint as shares,
        (payload ->> '$.video_views')::bigint as views,
        followers::bigint as followers,
        observed_at::timestamptz as observed_at,
        'observed' as metrics_basis,
        _dlt_load_id as load_id,
        line
    from source
)

select * from renamed
