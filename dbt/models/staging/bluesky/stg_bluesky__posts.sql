with source as (
    select * from {{ source('bluesky', 'posts') }}
),

renamed as (
    select
        {{ door_columns() }},
        trim(payload ->> '$.record.text') as text,
        lower(split_part(payload ->> '$.record.langs[0]', '-', 1)) as language,
        case
            when (payload ->> '$.record.embed."$type"') like 'app.bsky.embed.images%' then 'image'
            when (payload ->> '$.record.embed."$type"') like 'app.bsky.embed.video%' then 'video'
            when (payload ->> '$.record.embed."$type"') like 'app.bsky.embed.external%' then 'link'
            when (payload ->> '$.record.embed.media."$type"') like 'app.bsky.embed.images%'
                then 'image'
            when (payload ->> '$.record.embed.media."$type"') like 'app.bsky.embed.video%'
                then 'video'
            when payload is not null then 'text'
        end as format,
        null::timestamptz as updated_at,
        (payload ->> '$.likeCount')::bigint as likes,
        (payload ->> '$.replyCount')::bigint as replies,
        (payload ->> '$.repostCount')::bigint
        + coalesce((payload ->> '$.quoteCount')::bigint, 0) as shares,
        null::bigint as views
    from source
)

select * from renamed
