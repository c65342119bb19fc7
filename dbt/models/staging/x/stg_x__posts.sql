with source as (
    select * from {{ source('x', 'posts') }}
),

renamed as (
    select
        {{ door_columns() }},
        trim(coalesce(payload ->> '$.note_tweet.text', payload ->> '$.text')) as text,
        nullif(lower(payload ->> '$.lang'), 'und') as language,
        case
            when (payload ->> '$.media[0].type') in ('video', 'animated_gif') then 'video'
            when (payload ->> '$.media[0].type') = 'photo' then 'image'
            when json_array_length(payload, '$.attachments.poll_ids') > 0 then 'poll'
            when json_array_length(payload, '$.entities.urls') > 0 then 'link'
            when payload is not null then 'text'
        end as format,
        case
            when json_array_length(payload, '$.edit_history_tweet_ids') > 1
                then observed_at::timestamptz
        end as updated_at,
        (payload ->> '$.public_metrics.like_count')::bigint as likes,
        (payload ->> '$.public_metrics.reply_count')::bigint as replies,
        (payload ->> '$.public_metrics.retweet_count')::bigint
        + coalesce((payload ->> '$.public_metrics.quote_count')::bigint, 0) as shares,
        (payload ->> '$.public_metrics.impression_count')::bigint as views
    from source
)

select * from renamed
