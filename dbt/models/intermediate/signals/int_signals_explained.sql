{{ config(materialized='ephemeral') }}

with found as (
    select * from {{ ref('int_signals_found') }}
),

causes as (
    select * from {{ ref('int_signal_causes') }}
),

witnesses as (
    select * from {{ ref('int_signal_witnesses') }}
),

audiences as (
    select
        community_id,
        date,
        signal_id,
        audience
    from witnesses
    group by community_id, date, signal_id, audience
    qualify row_number() over (
        partition by community_id, date, signal_id order by count(*) desc, audience
    ) = 1
),

posts_per_author as (
    select
        community_id,
        date,
        signal_id,
        author_id,
        count(*) as posts
    from witnesses
    group by community_id, date, signal_id, author_id
),

people as (
    select
        community_id,
        date,
        signal_id,
        count(*) as authors,
        max(posts) / sum(posts) as top_author_share
    from posts_per_author
    group by community_id, date, signal_id
),

one_per_author as (
    select
        *,
        row_number() over (
            partition by community_id, date, signal_id
            order by abs(sentiment) desc, network, post_id
        ) as place
    from witnesses
    qualify row_number() over (
        partition by community_id, date, signal_id, author_id
        order by abs(sentiment) desc, network, post_id
    ) = 1
),

quotes as (
    select
        community_id,
        date,
        signal_id,
        list(struct_pack(network := network, post_id := post_id) order by place) as verbatims
    from one_per_author
    where place <= 5
    group by community_id, date, signal_id
)

-- What one or two people make is no signal of a community, unless it is silence or the mood of all.
select
    found.*,
    coalesce(causes.theme_id, case when found.metric = 'theme' then found.subject end) as theme_id,
    causes.theme_share,
    people.authors,
    people.top_author_share,
    audiences.audience as top_audience,
    quotes.verbatims
from found
left join causes
    on
        found.community_id = causes.community_id
        and found.date = causes.date
        and found.signal_id = causes.signal_id
left join people
    on
        found.community_id = people.community_id
        and found.date = people.date
        and found.signal_id = people.signal_id
left join audiences
    on
        found.community_id = audiences.community_id
        and found.date = audiences.date
        and found.signal_id = audiences.signal_id
left join quotes
    on
        found.community_id = quotes.community_id
        and found.date = quotes.date
        and found.signal_id = quotes.signal_id
where found.direction = 'down' or found.metric = 'sentiment' or people.authors >= 3
