with source as (
    select * from {{ source('feed', 'posts') }}
),

renamed as (
    select
        community_id,
        network,
        post_id,
        author_id,
        coalesce(is_brand, false) as is_brand,
        case
            when starts_with(payload ->> '$.text', payload ->> '$.title') then payload ->> '$.text'
            else concat_ws(
                chr(10), nullif(payload ->> '$.title', ''), nullif(payload ->> '$.text', '')
            )
        end as text,
        payload ->> '$.language' as language,
        case when payload is not null then coalesce(payload ->> '$.media', 'text') end as format,
        in_reply_to,
        null::varchar as advice_id,
        created_at::timestamptz as created_at,
        (payload ->> '$.updated_at')::timestamptz as updated_at,
        coalesce(deleted, false) as is_deleted,
        null::bigint as likes,
        try_cast(
            coalesce(payload ->> '$.slash_comments', payload ->> '$.thr_total') as bigint
        ) as replies,
        null::bigint as shares,
        null::bigint as views,
        followers::bigint as followers,
        observed_at::timestamptz as observed_at,
        'observed' as metrics_basis,
        _dlt_load_id as load_id,
        line
    from source
)

select * from renamed
