with source as (
    select * from {{ source('facebook', 'posts') }}
),

renamed as (
    select
        {{ door_columns() }},
        case when payload is not null then trim(coalesce(payload ->> '$.message', '')) end as text,
        null::varchar as language,
        case
            when (payload ->> '$.attachments.data[0].media_type') in ('photo', 'album') then 'image'
            when (payload ->> '$.attachments.data[0].media_type') = 'video' then 'video'
            when (payload ->> '$.attachments.data[0].media_type') in ('link', 'event') then 'link'
            when (payload ->> '$.attachment.type') in ('photo', 'sticker', 'animated_image_share')
                then 'image'
            when (payload ->> '$.attachment.type') like 'video%' then 'video'
            when (payload ->> '$.attachment.type') = 'share' then 'link'
            when payload is not null then 'text'
        end as format,
        null::timestamptz as updated_at,
        coalesce(
            payload ->> '$.reactions.summary.total_count', payload ->> '$.like_count'
        )::bigint as likes,
        coalesce(
            payload ->> '$.comments.summary.total_count', payload ->> '$.comment_count'
        )::bigint as replies,
        (payload ->> '$.shares.count')::bigint as shares,
        (payload ->> '$.measured.post_media_view')::bigint as views
    from source
)

select * from renamed
