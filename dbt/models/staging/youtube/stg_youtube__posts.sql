with source as (
    select
        *,
        (payload ->> '$.kind') = 'youtube#video' as is_video
    from {{ source('youtube', 'posts') }}
),

renamed as (
    select
        {{ door_columns() }},
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
        case
            when (payload ->> '$.snippet.updatedAt') > (payload ->> '$.snippet.publishedAt')
                then (payload ->> '$.snippet.updatedAt')::timestamptz
        end as updated_at,
        coalesce(
            payload ->> '$.statistics.likeCount', payload ->> '$.snippet.likeCount'
        )::bigint as likes,
        coalesce(
            payload ->> '$.statistics.commentCount', payload ->> '$.totalReplyCount'
        )::bigint as replies,
        null::bigint as shares,
        (payload ->> '$.statistics.viewCount')::bigint as views
    from source
)

select * from renamed
