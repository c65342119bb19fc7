"""The advice: every piece in one list, and a page per month with what was written and what came of
it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from babel.dates import format_date

from transforms.config.industries import Pack
from transforms.report.content import advice as told
from transforms.report.content.compose import track_line
from transforms.report.said.blocks import Card, Sentence, Span, plain
from transforms.report.said.words import Words
from transforms.site.render import SitePage
from transforms.site.seen import Row, Seen


@dataclass(frozen=True)
class Piece:
    """A piece of advice: its card, the engagement foreseen, what came of it (empty: not known yet),
    and whether it was written when its day had begun already.
    """

    anchor: str
    for_date: date
    card: Card
    foreseen: Sentence
    came: Sentence
    is_late: bool

    @property
    def month(self) -> str:
        return f"{self.for_date:%Y-%m}"


def pages(seen: Seen, words: Words, pack: Pack | None) -> Iterator[SitePage]:
    """The list of everything advised, then the months, newest first."""
    pieces = [piece for row in seen.advice if (piece := _piece(row, seen, words, pack))]
    title = words.get("site.advice.title")
    record = (track_line(seen.facts, words), told.effect_of(seen.facts.track or {}, words))
    content = {"pieces": pieces, "record": [one for one in record if one]}
    yield SitePage("advice.html", "advice", title, content, "advice")
    for month, group in groupby(pieces, key=lambda piece: piece.month):
        found = list(group)
        shown = format_date(found[0].for_date, "MMMM y", locale=words.locale)
        title = plain(words.say("site.advice.month", month=shown))
        days = [(day, list(one)) for day, one in groupby(found, key=lambda piece: piece.for_date)]
        yield SitePage(f"advice/{month}.html", "month", title, {"days": days}, "advice")


def _piece(row: Row, seen: Seen, words: Words, pack: Pack | None) -> Piece | None:
    cards = told.advice(replace(seen.facts, advice=[row]), words, pack)
    if not cards or not isinstance(cards[0], Card):
        return None
    return Piece(
        f"a-{row['for_date']}-{row['rank']}",
        row["for_date"],
        cards[0],
        _foreseen(row, words),
        _came(row["outcomes"], words),
        row["origin"] == "backcast",
    )


def _foreseen(row: Row, words: Words) -> Sentence:
    if not told.is_foreseen(row):
        return ()
    low, high = (
        words.lift(row[f"engagement_{end}"], f"fct_recommendations.engagement_{end}")
        for end in ("low", "high")
    )
    return words.say("site.advice.between", low=low, high=high)


def _came(outcomes: list[Row], words: Words) -> Sentence:
    """What came of one piece: where it was scored at several ages of its post, at the last of them."""
    if not outcomes:
        return ()
    last = outcomes[-1]
    if last["status"] != "followed":
        return words.say(f"site.advice.{last['status']}")
    if last["engagement_lift"] is None:
        return ()
    lift = words.lift(last["engagement_lift"], "fct_recommendation_outcomes.engagement_lift")
    came = words.say("site.advice.followed", lift=lift)
    if last["inside_interval"] is False:
        return (*came, Span(" "), *words.say("site.advice.outside"))
    return came
