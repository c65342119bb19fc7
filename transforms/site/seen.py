"""What the pages of one community show: rows of the published file, never sentences."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from transforms.report.content.changes import known_before
from transforms.report.facts import shown_posts
from transforms.report.facts.facts import Facts, ShownPost
from transforms.report.facts.gather import read_facts
from transforms.report.facts.published import Published

Row = dict[str, Any]
TOLD_THEMES = 12
"""So many themes, those of most posts, have a drawing; the table holds them all."""


@dataclass(frozen=True)
class Seen:
    """A community's published history: one row per day, theme and day, want, and piece of advice."""

    facts: Facts
    days: list[Row]
    themes: dict[str, list[Row]]
    wants: list[Row]
    want_days: dict[str, list[Row]]
    want_posts: dict[str, list[ShownPost]]
    advice: list[Row]

    @property
    def told_themes(self) -> list[str]:
        """The themes that have a drawing, those of most posts first."""
        sizes = {
            theme: sum(row["posts"] or 0 for row in rows) for theme, rows in self.themes.items()
        }
        return sorted(sizes, key=lambda theme: (-sizes[theme], theme))[:TOLD_THEMES]


def read(published: Published, community: str, night: date, rivals: tuple[str, ...] = ()) -> Seen:
    """Everything that is published of a community, as of its last night."""
    wanted = shown_posts.wanting(published, community)
    facts = read_facts(published, community, night, rivals)
    days = published.rows(
        "fct_community_days",
        "select * from fct_community_days where community_id = ? order by date",
        [community],
    )
    return Seen(
        facts=facts,
        days=days,
        themes=_by(_theme_days(published, community), "theme_id"),
        wants=_known(_wants(published, community), facts, days),
        want_days=_by(_want_days(published, community), "need_id"),
        want_posts={
            need: [post for post in wanted if post.need_id == need]
            for need in dict.fromkeys(post.need_id for post in wanted if post.need_id)
        },
        advice=_advice(published, community),
    )


def _by(rows: list[Row], key: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row[key], []).append(row)
    return found


def _theme_days(published: Published, community: str) -> list[Row]:
    return published.rows(
        "fct_theme_days",
        "select theme_id, date, posts, member_posts, share, share_low, share_high "
        "from fct_theme_days where community_id = ? order by theme_id, date",
        [community],
    )


def _wants(published: Published, community: str) -> list[Row]:
    """Each want as its last night told it, those of most people first."""
    return published.rows(
        "fct_expectations",
        "select * from fct_expectations where community_id = ? "
        "qualify row_number() over (partition by need_id order by date desc) = 1 "
        "order by date desc, people desc, need_id",
        [community],
    )


def _known(wants: list[Row], facts: Facts, days: list[Row]) -> list[Row]:
    """The wants without what cannot be known: how many wanted it before anybody listened, and who
    had an answer from a brand none of whose posts are here, for it may answer elsewhere.
    """
    hidden = [] if known_before(facts) else ["people_before"]
    if all(day["posts"] == day["member_posts"] for day in days):
        hidden.append("people_answered")
    return [row | dict.fromkeys(hidden) for row in wants]


def _want_days(published: Published, community: str) -> list[Row]:
    return published.rows(
        "fct_expectation_days",
        "select need_id, date_trunc('week', date)::date as week, sum(posts)::bigint as posts, "
        "sum(explicit_posts)::bigint as explicit_posts, max(people)::bigint as people "
        "from fct_expectation_days where community_id = ? group by all order by need_id, week desc",
        [community],
    )


def _advice(published: Published, community: str) -> list[Row]:
    """Every piece of advice, newest first, each with what came of it under `outcomes`."""
    rows = published.rows(
        "fct_recommendations",
        "select * from fct_recommendations where community_id = ? "
        "order by for_date desc, rank, advice_id",
        [community],
    )
    scored = published.rows(
        "fct_recommendation_outcomes",
        "select * from fct_recommendation_outcomes where community_id = ? "
        "order by scored_on, horizon",
        [community],
    )
    by_advice: dict[tuple[Any, Any], list[Row]] = {}
    for row in scored:
        by_advice.setdefault((row["for_date"], row["advice_id"]), []).append(row)
    return [
        row
        | {
            "outcomes": [
                one
                | {key: row[key] for key in ("theme_id", "audience", "format")}
                | {"engagement_low": row["engagement_low"]}
                | {"engagement_high": row["engagement_high"], "foreseen": row["engagement_lift"]}
                for one in by_advice.get((row["for_date"], row["advice_id"]), [])
            ]
        }
        for row in rows
    ]
