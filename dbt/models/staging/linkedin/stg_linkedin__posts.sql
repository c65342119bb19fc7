with source as (
    select * from {{ source('linkedin', 'posts') }}
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
        in_reply_to,
        null::varchar as advice_id,
        created_at::timestamptz as created_at,
        epoch_ms(
            coalesce(payload ->> '$.lastModifiedAt', payload ->> '$.lastModified.time')::bigint
        )::timestamptz as updated_at,
        coalesce(deleted, false) as is_deleted,
        coalesce(
            payload ->> '$.measured.likeCount', payload ->> '$.likesSummary.totalLikes'
        )::bigint as likes,
        coalesce(
            payload ->> '$.measured.commentCount',
            payload ->> '$.commentsSummary.aggregatedTotalComments'
        )::bigint as replies,
        (payload ->> '$.measured.shareCount')::bigint as shares,
        (payload ->> '$.measured.impressionCount')::bigint as views,
        followers::bigint as followers,
        observed_at::timestamptz as observed_at,
        'observed' as metrics_basis,
        _dlt_load_id as load_id,
        line
    from source
)

select * from renamed
