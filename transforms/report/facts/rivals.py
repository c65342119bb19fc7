"""A community beside its rivals, over the same days: how much of what is said complains, and the
tone.
"""

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

from transforms.report.facts.published import Published

DAYS = 28
ENOUGH_PEOPLE = 30
"""Below this many people a community's mood is not told: a few would decide it."""
_Z = 1.645
"""Of a 90 % interval."""

_SUMS = """
    with posts as (
        select community_id, author_id, count(*) as n,
            sum(complaint)::double as complaint, sum(sentiment)::double as sentiment
        from fct_posts
        where community_id in (select unnest($names)) and not is_brand
            and worded is not false and complaint is not null and sentiment is not null
            and created_date between $day::date - 27 and $day::date
        group by all
    ),
    means as (
        select community_id, sum(n)::bigint as posts, count(*)::bigint as people,
            sum(complaint) / sum(n) as complaint, sum(sentiment) / sum(n) as sentiment
        from posts group by community_id
    )
    select community_id, means.posts, means.people, means.complaint, means.sentiment,
        sqrt(sum(power(one.complaint - means.complaint * n, 2))) / means.posts as complaint_error,
        sqrt(sum(power(one.sentiment - means.sentiment * n, 2))) / means.posts as sentiment_error
    from means join posts as one using (community_id)
    group by community_id, means.posts, means.people, means.complaint, means.sentiment
"""
"""A mean over posts whose error counts people, not posts: who writes ten times is one voice
(Cochran 1977, ratio estimation with clusters).
"""


@dataclass(frozen=True)
class Mean:
    """A mean and the two ends of its 90 % interval."""

    value: float
    low: float
    high: float

    def is_apart(self, other: "Mean") -> bool:
        """Whether the two intervals share nothing."""
        return self.low > other.high or self.high < other.low


@dataclass(frozen=True)
class Standing:
    """One community over DAYS days; no means where fewer than ENOUGH_PEOPLE wrote."""

    community_id: str
    posts: int
    people: int
    complaining: Mean | None = None
    tone: Mean | None = None


def standings(
    published: Published, ours: str, others: tuple[str, ...], day: date | None
) -> tuple[Standing, ...]:
    """Ours, then the rivals in the order of their names, over the days up to `day`."""
    rows = published.rows("fct_posts", _SUMS, {"names": [ours, *others], "day": day})
    found = {row["community_id"]: _standing(row) for row in rows}
    return tuple(found.get(name, Standing(name, 0, 0)) for name in (ours, *others))


def _standing(row: dict[str, Any]) -> Standing:
    name, posts, people = row["community_id"], row["posts"], row["people"]
    if people < ENOUGH_PEOPLE:
        return Standing(name, posts, people)
    return Standing(
        name, posts, people, _mean(row, "complaint", people, 0), _mean(row, "sentiment", people, -1)
    )


def _mean(row: dict[str, Any], key: str, people: int, least: float) -> Mean:
    """The mean of a community's posts; few people are an error more (n / (n - 1))."""
    value = float(row[key])
    half = _Z * float(row[f"{key}_error"]) * math.sqrt(people / (people - 1))
    return Mean(value, max(value - half, least), min(value + half, 1.0))
