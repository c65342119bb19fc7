with source as (
    select
        *,
        coalesce(
            (payload ->> '$.hide_score')::boolean, (payload ->> '$.score_hidden')::boolean, false
        ) as is_hidden
    from {{ source('reddit', 'posts') }}
),

renamed as (
    select
        community_id,
        network,
        post_id,
        author_id,
        coalesce(is_brand, false) as is_brand,
        trim(coalesce(
            payload ->> '$.body',
            concat_ws(chr(10), payload ->> '$.title', nullif(payload ->> '$.selftext', ''))
        )) as text,
        null::varchar as language,
        case
            when (payload ->> '$.is_video')::boolean then 'video'
            when (payload ->> '$.is_gallery')::boolean or (payload ->> '$.post_hint') = 'image'
                then 'image'
            when json_type(payload, '$.poll_data') = 'OBJECT' then 'poll'
            when (payload ->> '$.is_self')::boolean is false then 'link'
            when payload is not null then 'text'
        end as format,
        in_reply_to,
        null::varchar as advice_id,
        created_at::timestamptz as created_at,
        to_timestamp(try_cast(payload ->> '$.edited' as double)) as updated_at,
        coalesce(deleted, false) as is_deleted,
        case when not is_hidden then greatest((payload ->> '$.score')::bigint, 0) end as likes,
        (payload ->> '$.num_comments')::bigint as replies,
        (payload ->> '$.num_crossposts')::bigint as shares,
        null::bigint as views,
        null::bigint as followers,
        observed_at::timestamptz as observed_at,
        'observed' as metrics_basis,
        _dlt_load_id as load_id,
        line
    from source
)

select * from renamed
