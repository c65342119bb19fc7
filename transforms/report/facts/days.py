"""A community's days in the published file: the night's, the usual ones and the week."""

from datetime import date
from typing import Any

from transforms.reading import EMOTIONS
from transforms.report.facts.published import Published

USUAL_DAYS = 28
"""A usual value is the median of this many days before the night; its range holds the middle 80 % of them."""
JUDGED_FROM = 42
"""Days before the first night of which it can be said that nothing is unusual: four weeks to know a weekday, and two
more to know how far days differ (`int_series_expected`)."""
ENOUGH_DAYS = 7
"""Below this many days with enough posts no share is called usual yet."""
_BEFORE = "where community_id = ? and date < ? and date >= cast(? as date) - ?"


def day_of(published: Published, community: str, day: date | None) -> dict[str, Any] | None:
    return published.one(
        "fct_community_days",
        "select * from fct_community_days where community_id = ? and date = ?",
        [community, day],
    )


def history(published: Published, community: str, day: date | None) -> list[dict[str, Any]]:
    shares = ", ".join(f"{emotion}_share" for emotion in EMOTIONS)
    return published.rows(
        "fct_community_days",
        f"select date, posts, member_posts, sentiment, {shares} from fct_community_days "
        "where community_id = ? and date <= ? and date > cast(? as date) - ? order by date",
        [community, day, day, USUAL_DAYS + 1],
    )


def usual_posts(published: Published, community: str, day: date | None) -> float | None:
    row = published.one(
        "fct_community_days",
        f"select median(member_posts) as usual from fct_community_days {_BEFORE}",
        [community, day, day, USUAL_DAYS],
    )
    return row["usual"] if row else None


def is_judged(published: Published, community: str, day: date | None) -> bool:
    """Whether the community is known long enough for a night to be judged."""
    row = published.one(
        "fct_community_days",
        "select min(date) <= cast(? as date) - ? as judged from fct_community_days where community_id = ?",
        [day, JUDGED_FROM, community],
    )
    return bool(row and row["judged"])


def blind(published: Published, community: str, day: date | None) -> tuple[float, float] | None:
    """The smallest rise of anger that the night would have shown, and the usual share; None: not
    known.
    """
    row = published.one(
        "fct_watched_days",
        "select smallest, expected from fct_watched_days "
        "where community_id = ? and date = ? and subject = 'anger'",
        [community, day],
    )
    return (row["smallest"], row["expected"]) if row else None


def floods(published: Published, community: str, day: date | None) -> list[dict[str, Any]]:
    """The day's floods worth a word: a tenth of its posts and more."""
    return published.rows(
        "fct_flood_days",
        "select * from fct_flood_days where community_id = ? and date = ? and share >= 0.1 "
        "order by flood limit 2",
        [community, day],
    )


def week(published: Published, community: str, day: date | None) -> dict[str, Any] | None:
    """The seven days up to `day` against the seven before them; the tone is that of a post, not of
    a day.
    """
    return published.one(
        "fct_community_days",
        "select sum(member_posts) filter (date > cast($2 as date) - 7)::bigint as posts, "
        "sum(member_posts) filter (date <= cast($2 as date) - 7)::bigint as posts_before, "
        "(sum(sentiment * member_posts) filter (date > cast($2 as date) - 7) / nullif(sum(member_posts) "
        "filter (date > cast($2 as date) - 7 and sentiment is not null), 0))::double as sentiment, "
        "(sum(sentiment * member_posts) filter (date <= cast($2 as date) - 7) / nullif(sum(member_posts) "
        "filter (date <= cast($2 as date) - 7 and sentiment is not null), 0))::double as sentiment_before, "
        "sum(complaints) filter (date > cast($2 as date) - 7)::bigint as complaints, "
        "sum(complaints) filter (date <= cast($2 as date) - 7)::bigint as complaints_before, "
        "sum(questions) filter (date > cast($2 as date) - 7)::bigint as questions, "
        "sum(questions) filter (date <= cast($2 as date) - 7)::bigint as questions_before "
        "from fct_community_days where community_id = $1 and date <= $2 and date > cast($2 as date) - 14",
        [community, day],
    )
