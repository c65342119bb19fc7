{{
    config(
        tags=['by_day'],
        materialized='incremental',
        incremental_strategy='changed_days',
        meta={'day': 'date', 'changed': 'chg_days_to_rebuild'},
        pre_hook="{{ forget_themes('subject', of_metric=True) }}"
    )
}}

with days as (
    select * from {{ ref('int_days_listed') }}
    where {{ only_days('date', 'chg_days_to_rebuild') }}
),

posts as (
    select * from {{ ref('int_posts_read') }}
    where
        not is_brand
        and {{ is_read() }}
        and {{ only_days('created_date', 'chg_days_to_rebuild') }}
),

member_days as (
    select
        community_id,
        created_date as date,
        {% for reading in ['sentiment', 'complaint'] -%}
            sum({{ reading }}) as {{ reading }},
            sum({{ reading }} * {{ reading }}) as squared_{{ reading }},
        {% endfor -%}
        count(*) as posts
    from posts
    group by community_id, created_date
),

means as (
    {% for metric in ['volume', 'sentiment', 'complaint'] -%}
        select
            days.community_id,
            days.industry,
            days.date,
            '{{ metric }}' as metric,
            null::varchar as subject,
            coalesce(member_days.posts, 0) as n,
            coalesce(member_days.{{ 'posts' if metric == 'volume' else metric }}, 0) as k,
            {{ 'null' if metric == 'volume' else 'coalesce(member_days.squared_' ~ metric ~ ', 0)' }}
                as squares
        from days
        left join member_days
            on days.community_id = member_days.community_id and days.date = member_days.date
        {{ 'union all' if not loop.last }}
    {% endfor -%}
),

emotions as (
    select unnest({{ var('emotions') }}) as emotion
),

-- The probabilities themselves: a count over a threshold would lose what lies under it.
felt as (
    select
        days.community_id,
        days.industry,
        days.date,
        'emotion' as metric,
        emotions.emotion as subject,
        coalesce(sum(read.posts), 0) as n,
        coalesce(sum(read.felt), 0) as k,
        coalesce(sum(read.squares), 0) as squares
    from days
    cross join emotions
    left join {{ ref('int_emotion_days_felt') }} as read
        on
            days.community_id = read.community_id
            and days.date = read.date
            and emotions.emotion = read.emotion
    group by all
),

shares as (
    select
        community_id,
        industry,
        date,
        'theme' as metric,
        theme_id as subject,
        member_posts as n,
        posts as k
    from {{ ref('fct_theme_days') }}
    where
        {{ only_days('date', 'chg_days_to_rebuild') }}
        or {{ is_new_theme('theme_id', own='subject', of_metric=True) }}
    union all
    select
        community_id,
        industry,
        date,
        'index' as metric,
        index_id as subject,
        member_posts as n,
        posts as k
    from {{ ref('fct_index_days') }}
    where {{ only_days('date', 'chg_days_to_rebuild') }}
)

select * from means
union all
select * from felt
union all
select
    shares.*,
    coalesce(threads.squares, 0) as squares
from shares
left join {{ ref('int_series_threads') }} as threads
    on
        shares.metric = threads.metric
        and shares.community_id = threads.community_id
        and shares.date = threads.date
        and shares.subject = threads.subject
