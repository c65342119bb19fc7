"""What an advice rests on, in French and English: posts counted, why its interval is as wide as it
is, the season.
"""

from datetime import date

from transforms.config.industries import Event
from transforms.reading import Label
from transforms.recommend.learn import seasons
from transforms.recommend.learn.history import History
from transforms.recommend.tell.language import LANGUAGES, both, said

FEW_POSTS = 50


ENOUGH_POSTS = 8
"""Posts that a span of hours needs, and the others too, before they are compared."""
DIFFERENT = 1.25
"""How many times more or fewer reactions are worth a sentence."""


def of(
    history: History, theme: str, measured: int, reactions: str, lenders: int, affinity_posts: int,
    day: date | None = None, slot: str = "",
) -> Label:  # fmt: skip
    """What the advice rests on, why its interval is as wide as it is, and what the trade's calendar
    says of `day`.
    """
    told = [_posts(history, theme, measured)]
    if hours := _hours(history, slot):
        told.append(hours)
    if lenders:
        told.append(both("basis.lent", n=lenders))
    if not measured and not lenders:
        told.append(both("basis.assumed"))
    elif measured < FEW_POSTS:
        told.append(both("basis.wide"))
    told.append(both(f"basis.reactions.{reactions}", n=len(history.replies)))
    if affinity_posts == 0 and theme:
        told.append(both("basis.default_audience"))
    event = seasons.of_theme(seasons.near(history.pack, day), theme) if day else None
    if event:
        told.append(_calendar(event))
    if measured:
        told.append(both("basis.no_causes"))
    return Label(fr=" ".join(one.fr for one in told), en=" ".join(one.en for one in told))


def _posts(history: History, theme: str, measured: int) -> Label:
    if not measured:
        return (
            both("basis.unmeasured", n=len(history.posts))
            if len(history.posts)
            else both("basis.no_post")
        )
    known = history.posts[history.posts["engagement"].notna()]
    mine = int((known["theme"] == theme).sum())
    about = (
        both(f"basis.{'on' if mine else 'off'}_theme", n=mine) if theme else both("basis.no_theme")
    )
    first = str(known["created_date"].min())[:10]
    return both("basis.measured", measured=measured, first=first, about=about)


def _hours(history: History, slot: str) -> Label | None:
    """What the data do know of the advised hours: the median engagement of posts then and of all
    others.
    """
    known = history.posts[history.posts["engagement"].notna()]
    inside = known["slot"] == slot
    mine, others = known.loc[inside, "engagement"], known.loc[~inside, "engagement"]
    if min(len(mine), len(others)) < ENOUGH_POSTS:
        return None
    here, there = float(mine.median()), float(others.median())
    if 1 / DIFFERENT < (here + 1) / (there + 1) < DIFFERENT:
        return None
    start, end = (int(clock[:2]) for clock in slot.split("-"))
    values = {
        "start": start,
        "end": end,
        "mine": round(here),
        "others": round(there),
        "n": len(mine),
    }
    return both("basis.hours", **values)


def _calendar(event: Event) -> Label:
    """Why an event of the trade speaks for the theme now."""
    return both("basis.calendar", event=event.name, start=_day(event.start), end=_day(event.end))


def _day(day: str) -> Label:
    """`07-01` as `1er juillet` and `1 July`."""
    month, number = (int(part) for part in day[-5:].split("-"))
    fr, en = (said(language)["months"][month - 1] for language in LANGUAGES)
    return Label(fr=f"{'1er' if number == 1 else number} {fr}", en=f"{number} {en}")
