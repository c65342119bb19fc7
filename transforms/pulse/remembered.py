"""What a community said in past weeks, as the night published it: what is usual rests on it alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa

from transforms.config.communities import Community
from transforms.config.settings import settings
from transforms.ground.clock import end_of
from transforms.pulse.heard import Said
from transforms.pulse.usual import DAYS
from transforms.report.facts.published import Published

LOOKED_BACK = timedelta(days=DAYS + 3)
"""The days that are compared with, and what the longest window and the clock's changes add."""
POSTS = """
    select
        p.created_at, p.author_id, p.text_hash, length(p.text) as length, p.complaint,
        e.probability as anger
    from fct_posts as p
    inner join fct_post_emotions as e using (community_id, network, post_id)
    where p.community_id = ? and e.emotion = 'anger' and not p.is_brand and p.model = ?
        and p.worded is not false and p.created_at >= ?
"""
KNOWN = """
    select min(p.created_at) as since, any_value(c.last_date) as last_date
    from fct_posts as p
    inner join dim_communities as c using (community_id)
    where p.community_id = ? and p.model = ?
"""


@dataclass(frozen=True)
class Past:
    """The members' posts of past weeks, read by the model that reads now, and the instants between
    which they are known: the same twice where none are.
    """

    posts: list[Said]
    since: datetime
    until: datetime


def past(community: Community, model: str, thresholds: Mapping[str, float], now: datetime) -> Past:
    """What the published marts hold of the weeks before `now`."""
    with Published(settings().published) as published:
        known = published.one("fct_posts", KNOWN, [community.name, model])
        if not known or known["since"] is None:
            return Past([], now, now)
        rows = published.rows("fct_posts", POSTS, [community.name, model, now - LOOKED_BACK])
    return Past(_said(rows, thresholds), known["since"], end_of(known["last_date"], community.zone))


def present(posts: pa.Table, thresholds: Mapping[str, float]) -> list[Said]:
    """The members' posts among those that the pulse holds, counted as the past is."""
    rows = [row for row in posts.to_pylist() if counts(row)]
    return _said([row | {"length": len(row["text"])} for row in rows], thresholds)


def counts(row: Mapping[str, Any]) -> bool:
    """Whether a held post is a member's and words anything."""
    return not row["is_brand"] and row["readable"] is not False


def _said(rows: Iterable[Mapping[str, Any]], thresholds: Mapping[str, float]) -> list[Said]:
    return [
        Said(
            row["created_at"],
            row["author_id"] or "",
            row["text_hash"] or "",
            row["length"] or 0,
            is_upset(row, thresholds),
        )
        for row in rows
    ]


def is_upset(row: Mapping[str, Any], thresholds: Mapping[str, float]) -> bool:
    """Whether a reading says that a post complains or is angry."""
    return any(float(row[what] or 0) >= thresholds[what] for what in ("complaint", "anger"))
