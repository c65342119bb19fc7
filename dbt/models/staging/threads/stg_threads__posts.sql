with source as (
    select * from {{ source('threads', 'posts') }}
),

renamed as (
    select
        community_id,
        network,
        post_id,
        author_id,
        coalesce(is_brand, false) as is_brand,
        case when payload is not null then trim(coalesce(payload ->> '$.text', '')) end as text,
        null::varchar as language,
        case
            when (payload ->> '$.media_type') in ('IMAGE', 'CAROUSEL_ALBUM') then 'image'
            when (payload ->> '$.media_type') = 'VIDEO' then 'video'
            when (payload ->> '$.media_type') = 'AUDIO' then 'audio'
            when (payload ->> '$.link_attachment_url') is not null then 'link'
            when payload is not null then 'text'
        end as format,
        in_reply_to,
        null::varchar as advice_id,
        created_at::timestamptz as created_at,
        null::timestamptz as updated_at,
        coalesce(deleted, false) as is_deleted,
        (payload ->> '$.measured.likes')::bigint as likes,
        (payload ->> '$.measured.replies')::bigint as replies,
        (payload ->> '$.measured.reposts')::bigint
        + coalesce((payload ->> '$.measured.quotes')::bigint, 0) as shares,
        (payload ->> '$.measured.views')::bigint as views,
        followers::bigint as followers,
        observed_at::timestamptz as observed_at,
        'observed' as metrics_basis,
        _dlt_load_id as load_id,
        line
    from source
)

select * from renamed
