with source as (
    select * from {{ source('bluesky', 'posts') }}
),

renamed as (
    select
        community_id,
        network,
        post_id,
        author_id,
        coalesce(is_brand, false) as is_brand,
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
        in_reply_to,
        null::varchar as advice_id,
        created_at::timestamptz as created_at,
        null::timestamptz as updated_at,
        coalesce(deleted, false) as is_deleted,
        (payload ->> '$.likeCount')::bigint as likes,
        (payload ->> '$.replyCount')::bigint as replies,
        (payload ->> '$.repostCount')::bigint
        + coalesce((payload ->> '$.quoteCount')::bigint, 0) as shares,
        null::bigint as views,
        followers::bigint as followers,
        observed_at::timestamptz as observed_at,
        'observed' as metrics_basis,
        _dlt_load_id as load_id,
        line
    from source
)

select * from renamed
