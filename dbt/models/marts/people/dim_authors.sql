with posts as (
    select * from {{ ref('fct_posts') }}
),

replies_received as (
    select
        community_id,
        reply_to_author_id as author_id,
        count(*) as replies_received
    from posts
    where reply_to_author_id is not null and reply_to_author_id != author_id
    group by all
),

last_days as (
    select
        author_days.community_id,
        author_days.author_id,
        case
            when max(author_days.date) <= max(communities.last_date) - 28 then 'dormant'
            else arg_max(author_days.audience, author_days.date)
        end as audience
    from {{ ref('fct_author_days') }} as author_days
    inner join {{ ref('dim_communities') }} as communities
        on author_days.community_id = communities.community_id
    group by author_days.community_id, author_days.author_id
),

authors as (
    select
        community_id,
        industry,
        author_id,
        bool_or(is_brand) as is_brand,
        min(created_at) as first_post_at,
        max(created_at) as last_post_at,
        count(*) as posts,
        arg_max(followers, (observed_at, network, post_id)) filter (where followers is not null)
            as followers
    from posts
    group by all
)

select
    authors.community_id,
    authors.industry,
    authors.author_id,
    authors.is_brand,
    authors.first_post_at,
    authors.last_post_at,
    authors.posts::bigint as posts,
    coalesce(replies_received.replies_received, 0)::bigint as replies_received,
    authors.followers,
    case when not authors.is_brand then last_days.audience end as audience,
    coalesce(tied.contacts, 0)::bigint as contacts,
    -- Burt's (1992) effective size of the person's network, as Borgatti (1997) has it: n - 2 t / n.
    (tied.contacts - 2 * tied.ties_among_contacts / tied.contacts)::decimal(18, 4) as bridging
from authors
left join replies_received
    on
        authors.community_id = replies_received.community_id
        and authors.author_id = replies_received.author_id
left join last_days
    on authors.community_id = last_days.community_id and authors.author_id = last_days.author_id
left join {{ ref('int_authors_tied') }} as tied
    on authors.community_id = tied.community_id and authors.author_id = tied.author_id
