with posts as (
    select
        community_id,
        industry,
        network,
        post_id,
        author_id,
        created_date
    from {{ ref('int_posts_current') }}
    where not is_brand
),

wants as (
    select * from {{ ref('int_posts_wanted') }}
),

voices as (
    select
        community_id,
        created_date,
        count(distinct author_id) as people
    from posts
    group by all
),

-- What a want is called now, on all of its days.
names as (
    select
        community_id,
        need_id,
        label_fr,
        label_en
    from wants
    qualify row_number() over (
        partition by community_id, need_id order by night desc, label_fr, label_en
    ) = 1
),

said as (
    select
        posts.community_id,
        posts.industry,
        posts.created_date as date,
        wants.need_id,
        count(*) as posts,
        count(*) filter (where wants.is_explicit) as explicit_posts,
        count(distinct posts.author_id) as people
    from posts
    inner join wants
        on
            posts.community_id = wants.community_id
            and posts.network = wants.network
            and posts.post_id = wants.post_id
    group by all
)

select
    said.community_id,
    said.industry,
    said.date,
    said.need_id,
    names.label_fr,
    names.label_en,
    said.people::bigint as people,
    said.posts::bigint as posts,
    said.explicit_posts::bigint as explicit_posts,
    {{ share('said.people / voices.people') }} as share_of_voice,
    min(said.date) over (partition by said.community_id, said.need_id) as first_seen
from said
inner join names on said.community_id = names.community_id and said.need_id = names.need_id
inner join voices on said.community_id = voices.community_id and said.date = voices.created_date
