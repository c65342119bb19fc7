with source as (
    select * from {{ source('linkedin', 'posts') }}
),

renamed as (
    select
        {{ door_columns() }},
        case
            when payload is not null
                then trim(coalesce(payload ->> '$.commentary', payload ->> '$.message.text', ''))
        end as text,
        null::varchar as language,
        case
            when (payload ->> '$.content.media.id') like 'urn:li:video:%' then 'video'
            when (payload ->> '$.content.media.id') like 'urn:li:image:%' then 'image'
            when json_type(payload, '$.content.multiImage') = 'OBJECT' then 'image'
            when json_type(payload, '$.content.poll') = 'OBJECT' then 'poll'
            when json_type(payload, '$.content.article') = 'OBJECT' then 'link'
            when payload is not null then 'text'
        end as format,
        epoch_ms(
            coalesce(payload ->> '$.lastModifiedAt', payload ->> '$.lastModified.time')::bigint
        )::timestamptz as updated_at,
        coalesce(
            payload ->> '$.measured.likeCount', payload ->> '$.likesSummary.totalLikes'
        )::bigint as likes,
        coalesce(
            payload ->> '$.measured.commentCount',
            payload ->> '$.commentsSummary.aggregatedTotalComments'
        )::bigint as replies,
        (payload ->> '$.measured.shareCount')::bigint as shares,
        (payload ->> '$.measured.impressionCount')::bigint as views
    from source
)

select * from renamed
