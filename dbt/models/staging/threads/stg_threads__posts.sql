with source as (
    select * from {{ source('threads', 'posts') }}
),

renamed as (
    select
        {{ door_columns() }},
        case when payload is not null then trim(coalesce(payload ->> '$.text', '')) end as text,
        null::varchar as language,
        case
            when (payload ->> '$.media_type') in ('IMAGE', 'CAROUSEL_ALBUM') then 'image'
            when (payload ->> '$.media_type') = 'VIDEO' then 'video'
            when (payload ->> '$.media_type') = 'AUDIO' then 'audio'
            when (payload ->> '$.link_attachment_url') is not null then 'link'
            when payload is not null then 'text'
        end as format,
        null::timestamptz as updated_at,
        (payload ->> '$.measured.likes')::bigint as likes,
        (payload ->> '$.measured.replies')::bigint as replies,
        (payload ->> '$.measured.reposts')::bigint
        + coalesce((payload ->> '$.measured.quotes')::bigint, 0) as shares,
        (payload ->> '$.measured.views')::bigint as views
    from source
)

select * from renamed
