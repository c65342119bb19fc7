with source as (
    select * from {{ source('facebook', 'posts') }}
),

renamed as (
    select
        community_id,
        network,
        post_id,
        author_id,
        coalesce(is_brand, false) as is_brand,
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
        in_reply_to,
        null::varchar as advice_id,
        created_at::timestamptz as created_at,
        null::timestamptz as updated_at,
        coalesce(deleted, false) as is_deleted,
        coalesce(
            payload ->> '$.reactions.summary.total_count', payload ->> '$.like_count'
        )::bigint as likes,
        coalesce(
            payload ->> '$.comments.summary.total_count', payload ->> '$.comment_count'
        )::bigint as replies,
        (payload ->> '$.shares.count')::bigint as shares,
        null::bigint as views,
        followers::bigint as followers,
        observed_at::timestamptz as observed_at,
        'observed' as metrics_basis,
        _dlt_load_id as load_id,
        line
    from source
)

select * from renamed
