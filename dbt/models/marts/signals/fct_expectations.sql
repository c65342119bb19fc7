with said as (
    select * from {{ ref('int_needs_said') }}
),

grouped as (
    select
        community_id,
        industry,
        date,
        need_id,
        max(theme_id) as theme_id,
        max(label_fr) as label_fr,
        max(label_en) as label_en,
        count(distinct network || '/' || post_id) filter (where is_recent) as posts,
        count(distinct network || '/' || post_id) filter (where is_recent and is_explicit) as explicit_posts,
        count(distinct author_id) filter (where is_recent) as people,
        count(distinct author_id) filter (where not is_recent) as people_before
    from said
    group by all
    having posts > 0
),

one_per_author as (
    select *
    from said
    where is_recent
    qualify row_number() over (
        partition by community_id, date, need_id, author_id
        order by score desc, network, post_id
    ) = 1
),

best_five as (
    select *
    from one_per_author
    qualify row_number() over (
        partition by community_id, date, need_id
        order by score desc, network, post_id
    ) <= 5
),

quotes as (
    select
        community_id,
        date,
        need_id,
        list(struct_pack(network := network, post_id := post_id) order by score desc, network, post_id) as verbatims
    from best_five
    group by all
)

select
    grouped.community_id,
    grouped.industry,
    grouped.date,
    grouped.need_id,
    grouped.theme_id,
    grouped.label_fr,
    grouped.label_en,
    {{ share('grouped.explicit_posts / grouped.posts') }} as explicit_share,
    grouped.people::bigint as people,
    grouped.posts::bigint as posts,
    grouped.people_before::bigint as people_before,
    (grouped.people - grouped.people_before)::bigint as rise,
    quotes.verbatims,
    row_number() over (
        partition by grouped.community_id, grouped.date
        order by grouped.people desc, grouped.posts desc, grouped.need_id
    )::integer as rank
from grouped
inner join quotes
    on
        grouped.community_id = quotes.community_id
        and grouped.date = quotes.date
        and grouped.need_id = quotes.need_id
