with source as (
    select * from {{ source('mastodon', 'posts') }}
),

renamed as (
    select
        {{ door_columns() }},
        trim(concat_ws(
            chr(10), nullif(payload ->> '$.spoiler_text', ''), payload ->> '$.content'
        )) as text,
        lower(split_part(payload ->> '$.language', '-', 1)) as language,
        case
            when (payload ->> '$.media_attachments[0].type') in ('video', 'gifv') then 'video'
            when (payload ->> '$.media_attachments[0].type') = 'image' then 'image'
            when (payload ->> '$.media_attachments[0].type') = 'audio' then 'audio'
            when json_type(payload, '$.poll') = 'OBJECT' then 'poll'
            when json_type(payload, '$.card') = 'OBJECT' then 'link'
            when payload is not null then 'text'
        end as format,
        (payload ->> '$.edited_at')::timestamptz as updated_at,
        (payload ->> '$.favourites_count')::bigint as likes,
        (payload ->> '$.replies_count')::bigint as replies,
        (payload ->> '$.reblogs_count')::bigint
        + coalesce((payload ->> '$.quotes_count')::bigint, 0) as shares,
        null::bigint as views
    from source
)

select * from renamed
