"""The posts that a report shows: whom to answer, and the verbatims."""

from datetime import date
from typing import Any

from transforms.report.facts.facts import ShownPost
from transforms.report.facts.published import Published

SURE = 0.5
"""A post counts as a complaint, a question, praise or a suggestion from this probability on."""


def unanswered(published: Published, community: str, day: date | None) -> list[ShownPost]:
    """Member posts of the night and the two days before it that the brand has not answered."""
    rows = published.rows(
        "fct_posts",
        "select p.*, a.first_post_at >= p.created_at and a.posts = 1 as newcomer "
        "from fct_posts p left join dim_authors a using (community_id, author_id) "
        "where p.community_id = ? and not p.is_brand "
        "and p.created_date between cast(? as date) - 2 and cast(? as date) "
        "and not exists (select 1 from fct_posts b where b.community_id = p.community_id and b.is_brand "
        "and b.network = p.network and b.in_reply_to = p.post_id and b.created_date <= cast(? as date)) "
        "order by p.created_at desc, p.network, p.post_id",
        [community, day, day, day],
    )
    return [_post(row) for row in rows]


def named(
    published: Published, community: str, wanted: list[tuple[str, str]]
) -> dict[tuple[str, str], ShownPost]:
    if not wanted:
        return {}
    rows = published.rows(
        "fct_posts",
        "select * from fct_posts where community_id = ? and (network, post_id) in "
        "(select unnest(?), unnest(?)) order by network, post_id",
        [community, [k[0] for k in wanted], [k[1] for k in wanted]],
    )
    return {(row["network"], row["post_id"]): _post(row) for row in rows}


def wanting(published: Published, community: str) -> list[ShownPost]:
    """Every post that was counted in a want, newest first."""
    rows = published.rows(
        "fct_posts",
        "select * from fct_posts where community_id = ? and need_id is not null and not is_brand "
        "order by created_at desc, network, post_id",
        [community],
    )
    return [_post(row) for row in rows]


def of_needs(
    published: Published, community: str, needs: list[str], day: date | None
) -> dict[str, list[ShownPost]]:
    """The member posts of the last 28 days that belong to each of the `needs`, outright ones first."""
    rows = published.rows(
        "fct_posts",
        "select * from fct_posts where community_id = ? and not is_brand and need_id in (select unnest(?)) "
        "and created_date between cast(? as date) - 27 and cast(? as date) "
        "order by expectation_explicit desc, expectation_score desc, created_at desc, network, post_id",
        [community, needs, day, day],
    ) if needs else []  # fmt: skip
    return {need: [_post(row) for row in rows if row["need_id"] == need] for need in needs}


def keys(verbatims: list[dict[str, str]] | None) -> list[tuple[str, str]]:
    return [(v["network"], v["post_id"]) for v in verbatims or []]


def _post(row: dict[str, Any]) -> ShownPost:
    intents = {name: float(row[name] or 0) for name in ("question", "complaint", "praise")}
    intent = max(intents, key=lambda name: intents[name])
    explicit = bool(row.get("expectation_explicit"))
    suggestion = float(row.get("suggestion") or 0)
    return ShownPost(
        network=row["network"],
        post_id=row["post_id"],
        author_id=row["author_id"],
        text=row["text"] or "",
        created_at=row["created_at"],
        emotion=row["dominant_emotion"],
        theme_id=row["top_theme_id"],
        audience=row["audience"],
        intent=intent,
        certainty=intents[intent],
        followers=row["followers"],
        engagement=row["engagement"],
        newcomer=bool(row.get("newcomer")),
        language=row.get("language"),
        need_id=row.get("need_id"),
        sentiment=None if row.get("sentiment") is None else float(row["sentiment"]),
        asks=intents["question"] >= max(SURE, intents["complaint"] - 0.1),
        wishes=max(intents["question"], intents["complaint"], suggestion) >= SURE,
        expects=row.get("expectation_theme"),
        explicit=explicit,
        irony=float(row.get("irony") or 0),
    )
