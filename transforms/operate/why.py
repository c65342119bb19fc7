"""Why a post was read as it was: what brought each theme, and the want that it belongs to."""

from typing import Any

import duckdb

from transforms.config.errors import BadInput
from transforms.config.settings import settings

_POST = """
    select network, post_id, text, language, sentiment, dominant_emotion, question, complaint,
        praise, suggestion, irony, expectation_need, expectation_explicit, expectation_score,
        need_id, model
    from fct_posts
    where community_id = $community and (post_id = $post or network || '/' || post_id = $post)
    order by network
"""
_THEMES = """
    select theme_id as theme, score, evidence, brought_by
    from fct_post_themes
    where community_id = $community and network = $network and post_id = $post_id
    order by rank
"""
_CORRECTED = """
    select answer, labels, before, after
    from fct_corrected_readings
    where community_id = $community and network = $network and post_id = $post_id
    order by answer
"""
_WANT = """
    select label_fr, label_en
    from fct_expectations
    where community_id = $community and need_id = $need_id
    order by date desc
    limit 1
"""


def explain(community: str, post: str) -> dict[str, Any]:
    """The published reading of a post, its `themes` with what brought each, what readers `corrected`
    in it, and its `want`.

    post: its id, or `network/id`. Raises BadInput where nothing is published, or no such post.
    """
    if not settings().published.exists():
        raise BadInput(f"nothing is published yet in {settings().published}; run a night first")
    with duckdb.connect(str(settings().published), read_only=True) as published:
        asked = {"community": community, "post": post}
        found = _rows(published, _POST, asked)
        if not found:
            raise BadInput(f"{community} has no post {post} in {settings().published}")
        read = found[0]
        about = {name: read[name] for name in ("network", "post_id")} | {"community": community}
        read["themes"] = _rows(published, _THEMES, about)
        read["corrected"] = _rows(published, _CORRECTED, about)
        want = {"community": community, "need_id": read["need_id"]}
        read["want"] = next(iter(_rows(published, _WANT, want)), None)
        return read


def as_text(read: dict[str, Any]) -> str:
    """The same in lines for a person."""
    lines = [f"{read['network']}/{read['post_id']} ({read['language']}): {read['text']}"]
    for theme in read["themes"]:
        brought = theme["brought_by"] or theme["evidence"]
        lines.append(f"  theme {theme['theme']} {theme['score']}: {brought}")
    if not read["themes"]:
        lines.append("  no theme")
    if read["expectation_need"]:
        said = "said" if read["expectation_explicit"] else "implied"
        lines.append(f"  wants, {said} ({read['expectation_score']}): {read['expectation_need']}")
    if read["want"]:
        name = f"{read['want']['label_fr']} / {read['want']['label_en']}"
        lines.append(f"  with others ({read['need_id']}): {name}")
    shares = ("question", "complaint", "praise", "suggestion", "irony")
    said = ", ".join(f"{name} {read[name]}" for name in shares)
    lines.append(
        f"  {read['dominant_emotion'] or 'no emotion'}, sentiment {read['sentiment']}, {said}"
    )
    lines += [
        f"  corrected by readers: {one['answer']} {one['before']} -> {one['after']} "
        f"({one['labels']} corrected posts like it)"
        for one in read["corrected"]
    ]
    return "\n".join(lines)


def _rows(
    published: duckdb.DuckDBPyConnection, query: str, asked: dict[str, Any]
) -> list[dict[str, Any]]:
    cursor = published.execute(query, asked)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
