with source as (
    select * from {{ source('mastodon', 'posts') }}
),

renamed as (
    select
        community_id,
        network,
        post_id,
        author_id,
        coalesce(is_brand, false) as is_brand,
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
        in_reply_to,
        null::varchar as advice_id,
        created_at::timestamptz as created_at,
        (payload ->> '$.edited_at')::timestamptz as updated_at,
        coalesce(deleted, false) as is_deleted,
        (payload ->> '$.favourites_count')::bigint as likes,
        (payload ->> '$.replies_count')::bigint as replies,
        (payload ->> '$.reblogs_count')::bigint
        + coalesce((payload ->> '$.quotes_count')::bigint, 0) as shares,
        null::bigint as views,
        followers::bigint as followers,
        observed_at::timestamptz as observed_at,
        'observed' as metrics_basis,
        _dlt_load_id as load_id,
        line
    from source
)

select * from renamed
