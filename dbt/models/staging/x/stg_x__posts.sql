with source as (
    select * from {{ source('x', 'posts') }}
),

renamed as (
    select
        community_id,
        network,
        post_id,
        author_id,
        coalesce(is_brand, false) as is_brand,
        trim(coalesce(payload ->> '$.note_tweet.text', payload ->> '$.text')) as text,
        nullif(lower(payload ->> '$.lang'), 'und') as language,
        case
            when (payload ->> '$.media[0].type') in ('video', 'animated_gif') then 'video'
            when (payload ->> '$.media[0].type') = 'photo' then 'image'
            when json_array_length(payload, '$.attachments.poll_ids') > 0 then 'poll'
            when json_array_length(payload, '$.entities.urls') > 0 then 'link'
            when payload is not null then 'text'
        end as format,
        in_reply_to,
        null::varchar as advice_id,
        created_at::timestamptz as created_at,
        case
            when json_array_length(payload, '$.edit_history_tweet_ids') > 1
                then observed_at::timestamptz
        end as updated_at,
        coalesce(deleted, false) as is_deleted,
        (payload ->> '$.public_metrics.like_count')::bigint as likes,
        (payload ->> '$.public_metrics.reply_count')::bigint as replies,
        (payload ->> '$.public_metrics.retweet_count')::bigint
        + coalesce((payload ->> '$.public_metrics.quote_count')::bigint, 0) as shares,
        (payload ->> '$.public_metrics.impression_count')::bigint as views,
        followers::bigint as followers,
        observed_at::timestamptz as observed_at,
        'observed' as metrics_basis,
        _dlt_load_id as load_id,
        line
    from source
)

select * from renamed
