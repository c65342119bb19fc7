"""A community and its rivals over the same days: themes, wants and whether they were answered,
forms.
"""

import math
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from transforms.reading import EMOTIONS
from transforms.report.facts.published import Published
from transforms.report.facts.rivals import DAYS, Mean

ENOUGH_PEOPLE = 10
"""Below this many people who want something of a theme nothing is said of how many had an answer."""
ENOUGH_POSTS = 5
"""Below this many posts in a form nobody knows what the form brings."""
_Z = 1.645


@dataclass(frozen=True)
class Counted:
    """So many of so many."""

    part: int
    whole: int

    @property
    def share(self) -> Mean | None:
        """The share with its 90 % interval (Wilson 1927); None of nothing."""
        n, z = self.whole, _Z
        if not n:
            return None
        p, spread = self.part / n, 1 + z * z / n
        middle = (p + z * z / (2 * n)) / spread
        half = z / spread * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return Mean(p, max(middle - half, 0.0), min(middle + half, 1.0))


@dataclass(frozen=True)
class FormUse:
    """What a form of post brought its brand, against the middle of all its posts."""

    form: str
    posts: int
    against_usual: float


@dataclass(frozen=True)
class Beside:
    """Per community name: emotions' shares, posts per theme, people answered per theme, forms."""

    names: tuple[str, ...]
    emotions: dict[str, dict[str, Mean]] = field(default_factory=dict)
    themes: dict[str, dict[str, Counted]] = field(default_factory=dict)
    answered: dict[str, dict[str, Counted]] = field(default_factory=dict)
    forms: dict[str, list[FormUse]] = field(default_factory=dict)
    since: dict[str, date] = field(default_factory=dict)
    """Since when those were listened to who have not been for all of the days."""

    @property
    def met(self) -> list[tuple[str, str]]:
        """(theme, rival) where the rival answers those who want something and we surely do less."""
        ours = self.names[0]
        return [
            (theme, rival)
            for rival in self.names[1:]
            for theme, theirs in sorted(self.answered.get(rival, {}).items())
            if self._surely_less(self.answered.get(ours, {}).get(theme), theirs)
        ]

    @staticmethod
    def _surely_less(ours: Counted | None, theirs: Counted) -> bool:
        if ours is None or min(ours.whole, theirs.whole) < ENOUGH_PEOPLE:
            return False
        mine, other = ours.share, theirs.share
        return bool(mine and other and other.low > mine.high)


def read(
    published: Published, ours: str, rivals: tuple[str, ...], day: date | None
) -> Beside | None:
    """Ours and the rivals over the DAYS days up to `day`; None without rivals."""
    if not rivals or day is None:
        return None
    asked = {"names": [ours, *rivals], "day": day}
    return Beside(
        (ours, *rivals),
        _emotions(published, asked),
        _counted(published, "fct_theme_days", _THEMES, asked),
        _counted(published, "fct_expectations", _ANSWERED, asked),
        _forms(published, asked),
        _since(published, asked),
    )


_WINDOW = (
    f"community_id in (select unnest($names)) and date between $day::date - {DAYS - 1} and $day"
)
_THEMES = f"""
    with days as (select * from fct_theme_days where {_WINDOW}),
    sizes as (
        select community_id, sum(member_posts) as whole
        from fct_community_days where {_WINDOW} group by all
    )
    select community_id, theme_id, sum(posts) as part, any_value(whole) as whole
    from days join sizes using (community_id) group by all order by theme_id
"""
_ANSWERED = f"""
    with answering as (  -- a brand none of whose posts are here may answer elsewhere: not known
        select distinct community_id from fct_posts
        where community_id in (select unnest($names)) and is_brand
            and created_date between $day::date - 55 and $day
    ),
    wants as (
        select * from fct_expectations semi join answering using (community_id)
        where {_WINDOW} and theme_id not like 'emergent_%'
        qualify dense_rank() over (partition by community_id order by date desc) = 1
    )
    select community_id, theme_id, sum(people_answered) as part, sum(people) as whole
    from wants group by all order by theme_id
"""
_EMOTIONS = f"""
    select community_id, {
    ", ".join(
        f"(sum({e}_{end} * member_posts) / nullif(sum(member_posts) "
        f"filter ({e}_{end} is not null), 0)) as {e}_{end}"
        for e in EMOTIONS
        for end in ("share", "low", "high")
    )
}
    from fct_community_days where {_WINDOW} group by all
"""
"""The ends of the days' intervals, weighed as the shares are: wider than the days' together need."""
_FORMS = """
    with posts as (
        select community_id, coalesce(format, 'text') as form, engagement
        from fct_posts
        where community_id in (select unnest($names)) and is_brand and in_reply_to is null
            and engagement is not null and created_date between $day::date - 89 and $day
    ),
    usual as (select community_id, median(engagement) as usual from posts group by all)
    select community_id, form, count(*) as posts,
        ((median(engagement) + 1) / (any_value(usual) + 1) - 1) as against_usual
    from posts join usual using (community_id)
    group by community_id, form order by against_usual desc, form
"""


def _since(published: Published, asked: dict[str, Any]) -> dict[str, date]:
    rows = published.rows(
        "dim_communities",
        "select community_id, first_date from dim_communities "
        "where community_id in (select unnest($names)) "
        f"and first_date > $day::date - {DAYS - 1} order by community_id",
        asked,
    )
    return {row["community_id"]: row["first_date"] for row in rows}


def _counted(
    published: Published, table: str, query: str, asked: dict[str, Any]
) -> dict[str, dict[str, Counted]]:
    found: dict[str, dict[str, Counted]] = {}
    for row in published.rows(table, query, asked):
        if row["theme_id"]:
            counted = Counted(row["part"] or 0, row["whole"] or 0)
            found.setdefault(row["community_id"], {})[row["theme_id"]] = counted
    return found


def _emotions(published: Published, asked: dict[str, Any]) -> dict[str, dict[str, Mean]]:
    rows = published.rows("fct_community_days", _EMOTIONS, asked)
    return {
        row["community_id"]: {
            e: Mean(row[f"{e}_share"], row[f"{e}_low"], row[f"{e}_high"])
            for e in EMOTIONS
            if None not in (row[f"{e}_share"], row[f"{e}_low"], row[f"{e}_high"])
        }
        for row in rows
    }


def _forms(published: Published, asked: dict[str, Any]) -> dict[str, list[FormUse]]:
    found: dict[str, list[FormUse]] = {}
    for row in published.rows("fct_posts", _FORMS, asked):
        if row["posts"] >= ENOUGH_POSTS:
            form = FormUse(row["form"], row["posts"], row["against_usual"])
            found.setdefault(row["community_id"], []).append(form)
    return found
