with source as (
    select * from {{ source('instagram', 'posts') }}
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
            when (payload ->> '$.media_product_type') = 'STORY' then 'story'
            when (payload ->> '$.media_type') in ('IMAGE', 'CAROUSEL_ALBUM') then 'image'
            when (payload ->> '$.media_type') = 'VIDEO' then 'video'
            when payload is not null then 'text'
        end as format,
        null::timestamptz as updated_at,
        (payload ->> '$.like_count')::bigint as likes,
        (payload ->> '$.comments_count')::bigint as replies,
        (payload ->> '$.measured.shares')::bigint as shares,
        (payload ->> '$.measured.views')::bigint as views
    from source
)

select * from renamed
