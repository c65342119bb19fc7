{{
    config(
        tags=['by_day'],
        materialized='incremental',
        incremental_strategy='changed_days',
        meta={'day': 'date', 'changed': 'chg_days_to_rebuild'}
    )
}}

with author_days as (
    select * from {{ ref('int_author_days_counted') }}
    where {{ only_since('date', 89) }}
),

starts as (
    select
        community_id,
        min(date) as first_date
    from {{ ref('int_days_listed') }}
    group by community_id
),

windowed as (
    select
        *,
        min(date) over last_90_days as first_date,
        sum(posts) over last_28_days as posts_28,
        sum(answers) over last_28_days as answers_28,
        sum(questions) over last_28_days as questions_28,
        sum(complaints) over last_28_days as complaints_28,
        sum(praises) over last_28_days as praises_28
    from author_days
    window
        last_28_days as (
            partition by community_id, author_id
            order by date
            range between interval 27 days preceding and current row
        ),
        last_90_days as (
            partition by community_id, author_id
            order by date
            range between interval 89 days preceding and current row
        )
),

classed as (
    select
        windowed.*,
        greatest(windowed.questions_28, windowed.complaints_28, windowed.praises_28) as marked_28,
        case
            when windowed.answers_28 >= 3 and 2 * windowed.answers_28 >= windowed.posts_28
                then 'helpers'
            when marked_28 >= 2 and 2 * marked_28 >= windowed.posts_28
                then
                    case marked_28
                        when windowed.complaints_28 then 'critics'
                        when windowed.praises_28 then 'advocates'
                        else 'askers'
                    end
            when
                windowed.first_date > windowed.date - 28
                and windowed.first_date >= starts.first_date + 28
                then 'newcomers'
            else 'regulars'
        end as audience
    from windowed
    inner join starts on windowed.community_id = starts.community_id
)

select
    community_id,
    industry,
    date,
    author_id,
    posts::bigint as posts,
    answers::bigint as answers,
    questions::bigint as questions,
    complaints::bigint as complaints,
    praises::bigint as praises,
    posts_28::bigint as posts_28_days,
    followers,
    audience
from classed
where {{ only_days('date', 'chg_days_to_rebuild') }}
order by date
