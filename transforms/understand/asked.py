"""What understand asks of the warehouse: posts that expect something, posts that no theme explains."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

import duckdb
import pyarrow as pa

WINDOW = 56
"""Days of posts that needs are grouped over: the four weeks that are shown and the four before, to see a rise."""

_UNEXPLAINED = "not p.is_brand and len(r.themes) = 0"
_EXPECTING = "not p.is_brand and r.expectation_need is not null"
_MARK = """bit_xor(hash(p.network, p.post_id, p.author_id, p.text_hash, r.language, r.expectation_theme,
        r.expectation_need, r.expectation_explicit, r.expectation_score, r.model))"""
_MARKS = f"""
    select p.community_id, p.created_date,
        ({_MARK} filter (where {_UNEXPLAINED}))::varchar, ({_MARK} filter (where {_EXPECTING}))::varchar
    from int_posts_current as p
    inner join int_readings_active as r using (text_hash, industry, pack_version)
    where {_UNEXPLAINED} or {_EXPECTING}
    group by p.community_id, p.created_date
    order by p.community_id, p.created_date
"""

INDUSTRIES = "select community_id, industry from stg_cmr__communities"

EXPECTING = f"""
    select p.network, p.post_id, p.author_id, p.text, p.text_hash, r.language, r.expectation_theme as theme,
        r.expectation_need as need, r.expectation_explicit as explicit, r.expectation_score as score, r.model,
        p.created_date
    from int_posts_current as p
    inner join int_readings_active as r using (text_hash, industry, pack_version)
    where p.community_id = $community and {_EXPECTING}
        and p.created_date between $first::date and $night::date
    order by p.network, p.post_id
"""

UNEXPLAINED = f"""
    select p.network, p.post_id, p.author_id, p.text, p.text_hash, r.language, null as theme, null as need,
        null as explicit, null as score, r.model, p.created_date
    from int_posts_current as p
    inner join int_readings_active as r using (text_hash, industry, pack_version)
    where p.community_id = $community and {_UNEXPLAINED}
        and p.created_date between $first::date and $last::date
    order by p.created_date, p.network, p.post_id
"""

NEEDS_OF_THEMES = (
    "select theme_id, need_fr, need_en from stg_cmr__themes where industry = $industry"
)


@dataclass(frozen=True)
class NightToUnderstand:
    """One community's night to understand."""

    community: str
    industry: str
    day: date


@dataclass(frozen=True)
class ReadPost:
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


Marks = Mapping[date, str]
"""Day -> what tells its posts and how they are read from any others; days without posts are missing."""


@dataclass(frozen=True)
class DayMarks:
    """One community's days: marks of what no theme explains, and of what expects something."""

    unexplained: Marks
    expecting: Marks


def told(warehouse: duckdb.DuckDBPyConnection) -> dict[str, DayMarks]:
    """Every community's marks, in one pass over the posts; days in their order."""
    rows = warehouse.execute(_MARKS).fetchall()
    return {
        community: DayMarks(*({row[1]: row[at] for row in own if row[at]} for at in (2, 3)))
        for community, group in groupby(rows, key=lambda row: row[0])
        for own in [list(group)]
    }


def nights(warehouse: duckdb.DuckDBPyConnection, ledger: pa.Table) -> list[NightToUnderstand]:
    """The nights of lake/ledger/nights, of the communities that are still followed, oldest first."""
    industries = dict(warehouse.execute(INDUSTRIES).fetchall())
    run = set(zip(ledger["community_id"].to_pylist(), ledger["night"].to_pylist(), strict=True))
    return [
        NightToUnderstand(community, industries[community], day)
        for community, day in sorted(run)
        if community in industries
    ]


def expecting(
    warehouse: duckdb.DuckDBPyConnection, night: NightToUnderstand, first: date
) -> list[ReadPost]:
    """The members' posts from `first` to the night that expect something."""
    asked = {"community": night.community, "night": night.day, "first": first}
    return [ReadPost(*row) for row in warehouse.execute(EXPECTING, asked).fetchall()]


class Unexplained:
    """A community's posts that speak of no theme of its industry: what tells each day's from
    others, and the posts.
    """

    def __init__(
        self, marks: Mapping[date, str], between: Callable[[date, date], list[ReadPost]]
    ) -> None:
        self.marks, self.between = marks, between


def unexplained(warehouse: duckdb.DuckDBPyConnection, community: str, marks: Marks) -> Unexplained:
    """The members' posts of all days; they are fetched only for the days that are asked for."""

    def between(first: date, last: date) -> list[ReadPost]:
        asked = {"community": community, "first": first, "last": last}
        return [ReadPost(*row) for row in warehouse.execute(UNEXPLAINED, asked).fetchall()]

    return Unexplained(marks, between)


def held(posts: list[ReadPost]) -> Unexplained:
    """`unexplained` of posts that are at hand, in the order of their days."""
    by_day: dict[date, list[ReadPost]] = {}
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
