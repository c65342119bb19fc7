with source as (
    select * from {{ source('tiktok', 'posts') }}
),

renamed as (
    select
        {{ door_columns() }},
        case
            when payload is not null
                then trim(coalesce(payload ->> '$.caption', payload ->> '$.text', ''))
        end as text,
        null::varchar as language,
        case
            when (payload ->> '$.item_id') is not null then 'video'
            when payload is not null then 'text'
        end as format,
        null::timestamptz as updated_at,
        (payload ->> '$.likes')::bigint as likes,
        coalesce(payload ->> '$.comments', payload ->> '$.replies')::bigint as replies,
        (payload ->> '$.shares')::bigint as shares,
        (payload ->> '$.video_views')::bigint as views
    from source
)

select * from renamed
