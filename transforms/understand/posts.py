"""What understand asks of the warehouse: posts that expect something, posts that no theme explains."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import duckdb
import pyarrow as pa

WINDOW = 56
"""Days of posts that needs are grouped over: the four weeks that are shown and the four before, to see a rise."""

_UNEXPLAINED = "not p.is_brand and len(r.themes) = 0"
_MARKS = """
    select p.created_date, bit_xor(hash(p.network, p.post_id, p.author_id, p.text_hash, r.language, r.expectation_theme,
        r.expectation_need, r.expectation_explicit, r.expectation_score, r.model))::varchar
    from int_posts_current as p
    inner join int_readings_active as r using (text_hash, industry)
    where p.community_id = $community and {wanted}
    group by p.created_date
    order by p.created_date
"""

INDUSTRIES = "select community_id, industry from stg_cmr__communities"

EXPECTING = """
    select p.network, p.post_id, p.author_id, p.text, p.text_hash, r.language, r.expectation_theme as theme,
        r.expectation_need as need, r.expectation_explicit as explicit, r.expectation_score as score, r.model,
        p.created_date
    from int_posts_current as p
    inner join int_readings_active as r using (text_hash, industry)
    where p.community_id = $community and not p.is_brand and r.expectation_need is not null
        and p.created_date between $first::date and $night::date
    order by p.network, p.post_id
"""

UNEXPLAINED = f"""
    select p.network, p.post_id, p.author_id, p.text, p.text_hash, r.language, null as theme, null as need,
        null as explicit, null as score, r.model, p.created_date
    from int_posts_current as p
    inner join int_readings_active as r using (text_hash, industry)
    where p.community_id = $community and {_UNEXPLAINED}
        and p.created_date between $first::date and $last::date
    order by p.created_date, p.network, p.post_id
"""

NEEDS_OF_THEMES = (
    "select theme_id, need_fr, need_en from stg_cmr__themes where industry = $industry"
)


@dataclass(frozen=True)
class Night:
    """One community's night to understand."""

    community: str
    industry: str
    day: date


@dataclass(frozen=True)
class Post:
    """One member's post as it was read."""

    network: str
    post_id: str
    author_id: str
    text: str
    text_hash: str
    language: str
    theme: str | None
    need: str | None
    explicit: bool | None
    score: Decimal | None
    model: str
    created_date: date


def nights(warehouse: duckdb.DuckDBPyConnection, ledger: pa.Table) -> list[Night]:
    """Every night of lake/ledger/nights, of the communities that are still followed, oldest first."""
    industries = dict(warehouse.execute(INDUSTRIES).fetchall())
    run = {(row["community_id"], row["night"]) for row in ledger.to_pylist()}
    return [
        Night(community, industries[community], day)
        for community, day in sorted(run)
        if community in industries
    ]


def expecting(warehouse: duckdb.DuckDBPyConnection, night: Night, first: date) -> list[Post]:
    """The members' posts from `first` to the night that expect something."""
    asked = {"community": night.community, "night": night.day, "first": first}
    return [Post(*row) for row in warehouse.execute(EXPECTING, asked).fetchall()]


class Unexplained:
    """A community's posts that speak of no theme of its industry: what tells each day's from
    others, and the posts.
    """

    def __init__(self, marks: dict[date, str], between: Callable[[date, date], list[Post]]) -> None:
        self.marks, self.between = marks, between


def unexplained(warehouse: duckdb.DuckDBPyConnection, community: str) -> Unexplained:
    """The members' posts of all days; they are fetched only for the days that are asked for."""
    marks = dict(
        warehouse.execute(_MARKS.format(wanted=_UNEXPLAINED), {"community": community}).fetchall()
    )

    def between(first: date, last: date) -> list[Post]:
        asked = {"community": community, "first": first, "last": last}
        return [Post(*row) for row in warehouse.execute(UNEXPLAINED, asked).fetchall()]

    return Unexplained(marks, between)


def held(posts: list[Post]) -> Unexplained:
    """`unexplained` of posts that are at hand, in the order of their days."""
    by_day: dict[date, list[Post]] = {}
    for post in posts:
        by_day.setdefault(post.created_date, []).append(post)
    marks = {day: repr(by_day[day]) for day in sorted(by_day)}
    return Unexplained(
        marks, lambda first, last: [p for p in posts if first <= p.created_date <= last]
    )


def needs_of_themes(
    warehouse: duckdb.DuckDBPyConnection, industry: str
) -> dict[str, dict[str, str]]:
    """Theme -> what somebody who complains of it would like, in both languages."""
    rows = warehouse.execute(NEEDS_OF_THEMES, {"industry": industry}).fetchall()
    return {theme: {"fr": fr, "en": en} for theme, fr, en in rows}
