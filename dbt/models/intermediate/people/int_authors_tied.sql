with nights as (
    select * from {{ ref('stg_cmr__nights') }}
),

-- Who answered whom, as pairs without direction.
pairs as (
    select distinct
        replies.community_id,
        least(replies.author_id, replies.parent_author_id) as one,
        greatest(replies.author_id, replies.parent_author_id) as other
    from {{ ref('int_replies_paired') }} as replies
    inner join nights on replies.community_id = nights.community_id
    where
        not replies.is_brand
        and not replies.parent_is_brand
        and replies.author_id != replies.parent_author_id
        and replies.created_date > nights.last_night - 90
),

contacts as (
    select
        community_id,
        author_id,
        count(*) as contacts
    from (
        select
            community_id,
            one as author_id
        from pairs
        union all
        select
            community_id,
            other as author_id
        from pairs
    ) as ends
    group by all
),

-- From whom fewer are tied to, to whom more are: then each triangle is found once, and soon (Chiba
-- & Nishizeki 1985).
directed as (
    select
        pairs.community_id,
        (one.contacts, pairs.one) < (other.contacts, pairs.other) as one_has_fewer,
        if(one_has_fewer, pairs.one, pairs.other) as tail,
        if(one_has_fewer, pairs.other, pairs.one) as head
    from pairs
    inner join contacts as one
        on
            pairs.community_id = one.community_id
            and pairs.one = one.author_id
    inner join contacts as other
        on
            pairs.community_id = other.community_id
            and pairs.other = other.author_id
),

triangles as (
    select
        first.community_id,
        first.tail as a,
        first.head as b,
        second.head as c
    from directed as first
    inner join directed as second
        on
            first.community_id = second.community_id
            and first.head = second.tail
    semi join directed as third
        on
            first.community_id = third.community_id
            and first.tail = third.tail
            and second.head = third.head
),

closed as (
    select
        community_id,
        unnest([a, b, c]) as author_id
    from triangles
),

ties as (
    select
        community_id,
        author_id,
        count(*) as ties
    from closed
    group by all
)

select
    contacts.community_id,
    contacts.author_id,
    contacts.contacts,
    coalesce(ties.ties, 0) as ties_among_contacts
from contacts
left join ties on contacts.community_id = ties.community_id and contacts.author_id = ties.author_id
