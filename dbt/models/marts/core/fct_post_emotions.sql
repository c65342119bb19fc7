{{
    config(
        tags=['by_day'],
        materialized='incremental',
        pre_hook="{{ forget_days('created_date') }}"
    )
}}

with posts as (
    select * from {{ ref('int_posts_read') }}
    where model is not null and {{ only_days('created_date') }}
),

emotions as (
    {% for emotion in var('emotions') -%}
        select
            community_id,
            industry,
            network,
            post_id,
            '{{ emotion }}' as emotion,
            {{ emotion }} as probability,
            has_{{ emotion }} as is_present,
            is_brand,
            created_date
        from posts
        union all
    {% endfor -%}
    select
        community_id,
        industry,
        network,
        post_id,
        'neutral' as emotion,
        neutral as probability,
        dominant_emotion = 'neutral' as is_present,
        is_brand,
        created_date
    from posts
)

select * from emotions
