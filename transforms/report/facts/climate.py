"""The emotions of a night and of usual nights: of the day, or of the week where a day says little."""

from datetime import date
from typing import Any

from transforms.reading import EMOTIONS
from transforms.report.facts.days import ENOUGH_DAYS, USUAL_DAYS
from transforms.report.facts.facts import ENOUGH_POSTS, Feeling, Pooled
from transforms.report.facts.published import Published

_DAY = f"""
    with days as (
        unpivot (
            select community_id, date, member_posts,
            {", ".join(f"struct_pack(share := {e}_share, low := {e}_low, high := {e}_high) as {e}" for e in EMOTIONS)}
            from fct_community_days
        ) on {", ".join(EMOTIONS)} into name emotion value told
    )
    select community_id, date, emotion, member_posts as posts, told.share, told.low, told.high from days
"""
_WEEK = "select community_id, date, emotion, posts, share, low, high from fct_climate_days where days > 1"


def pooled(published: Published, community: str, day: date | None) -> Pooled | None:
    """Over how many days the climate is told, and how many posts those have; None: the day alone."""
    row = published.one(
        "fct_climate_days",
        "select distinct days, posts, posts_of_day from fct_climate_days "
        "where community_id = ? and date = ? and days > 1",
        [community, day],
    )
    return (
        Pooled(row["days"], row["posts"], row["posts_of_day"])
        if row and row["posts"] >= ENOUGH_POSTS
        else None
    )


def climate(
    published: Published, community: str, day: date | None, over: Pooled | None
) -> list[Feeling]:
    """Every emotion tonight and on usual nights told alike; unknown, not 0 or 100 %, where there
    were fewer than ENOUGH_POSTS posts.
    """
    tonight = _told(published, community, day, 0, _WEEK if over else _DAY)
    usual = _told(published, community, day, USUAL_DAYS, _WEEK if over else _DAY)
    alone = _told(published, community, day, 0, _DAY) if over else {}
    return [
        Feeling(
            emotion,
            *_three(tonight.get(emotion), "share", "low", "high"),
            *_three(usual.get(emotion), "share", "least", "most"),
            *_three(alone.get(emotion), "share"),
        )
        for emotion in EMOTIONS
    ]


def _told(
    published: Published, community: str, day: date | None, back: int, nights: str
) -> dict[str, dict[str, Any]]:
    """By emotion: the night of `day`, or of the `back` nights before it the median and the range
    that holds the middle 80 %.
    """
    when = "date = $day" if not back else f"date < $day and date >= cast($day as date) - {back}"
    rows = published.rows(
        "fct_climate_days" if nights is _WEEK else "fct_community_days",
        f"select emotion, count(*) as nights, median(share) as share, any_value(low) as low, "
        f"any_value(high) as high, quantile_cont(share, 0.1) as least, quantile_cont(share, 0.9) as most "
        f"from ({nights}) where community_id = $community and {when} and posts >= {ENOUGH_POSTS} "
        "group by emotion",
        {"community": community, "day": day},
    )
    return {row["emotion"]: row for row in rows if row["nights"] >= (ENOUGH_DAYS if back else 1)}


def _three(row: dict[str, Any] | None, *names: str) -> list[float | None]:
    return [None if not row or row[name] is None else float(row[name]) for name in names]
