"""A day that is not over in the data: until when it goes, and what is usual by then."""

from dataclasses import dataclass
from datetime import date

from transforms.report.facts.published import Published

BUSY, ENOUGH_DAYS = 10, 7
"""Posts that make a day one that tells when days end, and how many such days of the last 28 say what is usual."""

_HOURS = """
    select created_date as date, hour(created_at at time zone $zone) as hour, count(*) as posts
    from fct_posts
    where community_id = $community and not is_brand and created_date between $day::date - 28 and $day::date
    group by all
"""
_UNTIL = f"""
    with hours as ({_HOURS}),
    days as (select date, max(hour) as last, sum(posts) as posts from hours group by date)
    select
        max(last) filter (where date = $day::date) as until,
        quantile_disc(last, 0.1) filter (where date < $day::date and posts >= {BUSY}) as usual_last,
        count(*) filter (where date < $day::date and posts >= {BUSY}) as days
    from days
"""
_BY_THEN = f"""
    with hours as ({_HOURS}),
    days as (select date, coalesce(sum(posts) filter (where hour <= $until), 0) as posts from hours group by date)
    select median(posts) as usual from days where date < $day::date
"""


@dataclass(frozen=True)
class PartialDay:
    """The last local hour (0..23) in which somebody wrote, and how many posts a usual day has by
    the end of it.
    """

    until: int
    usual_posts: float


def partial_day(
    published: Published, community: str, zone: str, day: date | None
) -> PartialDay | None:
    """What is there of a day that ends two hours or more before nine in ten of the days before it;
    else None.
    """
    asked = {"community": community, "zone": zone, "day": day}
    found = published.one("fct_posts", _UNTIL, asked)
    if (
        not found
        or found["until"] is None
        or found["days"] < ENOUGH_DAYS
        or found["until"] > found["usual_last"] - 2
    ):
        return None
    usual = published.one("fct_posts", _BY_THEN, asked | {"until": found["until"]})
    return PartialDay(found["until"], float(usual["usual"] or 0)) if usual else None
