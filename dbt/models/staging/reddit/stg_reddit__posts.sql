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
        {{ door_columns() }},
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
        to_timestamp(try_cast(payload ->> '$.edited' as double)) as updated_at,
        case when not is_hidden then greatest((payload ->> '$.score')::bigint, 0) end as likes,
        (payload ->> '$.num_comments')::bigint as replies,
        (payload ->> '$.num_crossposts')::bigint as shares,
        null::bigint as views
    from source
)

select * from renamed
