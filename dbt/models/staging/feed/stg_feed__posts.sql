with source as (
    select * from {{ source('feed', 'posts') }}
),

renamed as (
    select
        {{ door_columns() }},
        case
            when starts_with(payload ->> '$.text', payload ->> '$.title') then payload ->> '$.text'
            else concat_ws(
                chr(10), nullif(payload ->> '$.title', ''), nullif(payload ->> '$.text', '')
            )
        end as text,
        payload ->> '$.language' as language,
        case when payload is not null then coalesce(payload ->> '$.media', 'text') end as format,
        (payload ->> '$.updated_at')::timestamptz as updated_at,
        null::bigint as likes,
        try_cast(
            coalesce(payload ->> '$.slash_comments', payload ->> '$.thr_total') as bigint
        ) as replies,
        null::bigint as shares,
        null::bigint as views
    from source
)

select * from renamed
