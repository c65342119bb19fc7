with source as (
    select
        *,
        (payload ->> '$.kind') = 'youtube#video' as is_video
    from {{ source('youtube', 'posts') }}
),

renamed as (
    select
        community_id,
        network,
        post_id,
        author_id,
        coalesce(is_brand, false) as is_brand,
        trim(case
            when is_video
                then concat_ws(
                    chr(10),
                    payload ->> '$.snippet.title',
                    nullif(payload ->> '$.snippet.description', '')
                )
            else coalesce(payload ->> '$.snippet.textOriginal', payload ->> '$.snippet.textDisplay')
        end) as text,
        lower(split_part(
            coalesce(
                payload ->> '$.snippet.defaultAudioLanguage',
                payload ->> '$.snippet.defaultLanguage'
            ),
            '-',
            1
        )) as language,
        case when is_video then 'video' when payload is not null then 'text' end as format,
        in_reply_to,
        null::varchar as advice_id,
        created_at::timestamptz as created_at,
        case
            when (payload ->> '$.snippet.updatedAt') > (payload ->> '$.snippet.publishedAt')
                then (payload ->> '$.snippet.updatedAt')::timestamptz
        end as updated_at,
        coalesce(deleted, false) as is_deleted,
        coalesce(
            payload ->> '$.statistics.likeCount', payload ->> '$.snippet.likeCount'
        )::bigint as likes,
        coalesce(
            payload ->> '$.statistics.commentCount', payload ->> '$.totalReplyCount'
        )::bigint as replies,
        null::bigint as shares,
        (payload ->> '$.statistics.viewCount')::bigint as views,
        followers::bigint as followers,
        observed_at::timestamptz as observed_at,
        'observed' as metrics_basis,
        _dlt_load_id as load_id,
        line
    from source
)

select * from renamed
