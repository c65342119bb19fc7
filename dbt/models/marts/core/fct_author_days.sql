{{
    config(
        tags=['by_day'],
        materialized='incremental',
        pre_hook="{{ forget_days('date', 'int_days_affected') }}"
    )
}}

with every_post as (
    select * from {{ ref('int_posts_read') }}
    where not is_brand
),

-- An affected day looks back on 90 days.
first_affected as (
    select
        community_id,
        min(date) - 89 as date
    from {{ ref('int_days_affected') }}
    group by community_id
),

posts as (
    select every_post.*
    from every_post
    {% if is_incremental() -%}
        inner join first_affected
            on every_post.community_id = first_affected.community_id and every_post.created_date >= first_affected.date
    {%- endif %}
),

followers as (
    select
        community_id,
        author_id,
        created_date as date,
        max(followers) as followers
    from {{ ref('int_posts_current') }}
    where not is_brand and followers is not null and {{ only_since('created_date', 89) }}
    group by all
),

answers as (
    select
        community_id,
        author_id,
        created_date as date,
        count(*) as answers
    from {{ ref('int_replies_paired') }}
    where
        not is_brand
        and not parent_is_brand
        and parent_author_id != author_id
        and parent_asks
        and {{ only_since('created_date', 89) }}
    group by all
),

starts as (
    select
        community_id,
        min(date) as first_date
    from {{ ref('int_days_listed') }}
    group by community_id
),

author_days as (
    select
        community_id,
        industry,
        created_date as date,
        author_id,
        count(*) as posts,
        count_if(is_question) as questions,
        count_if(is_complaint) as complaints,
        count_if(is_praise) as praises
    from posts
    group by all
),

-- What the author did in the 28 days up to and including this one.
windowed as (
    select
        author_days.*,
        coalesce(answers.answers, 0) as answers,
        min(author_days.date) over last_90_days as first_date,
        followers.followers,
        sum(author_days.posts) over last_28_days as posts_28,
        sum(author_days.questions) over last_28_days as questions_28,
        sum(author_days.complaints) over last_28_days as complaints_28,
        sum(author_days.praises) over last_28_days as praises_28,
        sum(coalesce(answers.answers, 0)) over last_28_days as answers_28
    from author_days
    left join answers
        on
            author_days.community_id = answers.community_id
            and author_days.author_id = answers.author_id
            and author_days.date = answers.date
    left join followers
        on
            author_days.community_id = followers.community_id
            and author_days.author_id = followers.author_id
            and author_days.date = followers.date
    window
        last_28_days as (
            partition by author_days.community_id, author_days.author_id
            order by author_days.date
            range between interval 27 days preceding and current row
        ),
        last_90_days as (
            partition by author_days.community_id, author_days.author_id
            order by author_days.date
            range between interval 89 days preceding and current row
        )
),

classed as (
    select
        windowed.*,
        greatest(windowed.questions_28, windowed.complaints_28, windowed.praises_28) as marked_28,
        case
            when windowed.answers_28 >= 3 and 2 * windowed.answers_28 >= windowed.posts_28 then 'helpers'
            when marked_28 >= 2 and 2 * marked_28 >= windowed.posts_28
                then
                    case marked_28
                        when windowed.complaints_28 then 'critics'
                        when windowed.praises_28 then 'advocates'
                        else 'askers'
                    end
            when
                windowed.first_date > windowed.date - 28 and windowed.first_date >= starts.first_date + 28
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
where {{ only_days('date', 'int_days_affected') }}
order by date
