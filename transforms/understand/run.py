"""The understand step: needs, emergent themes and how the model errs, from the warehouse to the
lake.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import groupby
from typing import Any

import duckdb
import numpy as np

from transforms import lake, warehouse
from transforms.config.settings import settings
from transforms.ground.forks import by_forks, dealt
from transforms.lake import run_ledger
from transforms.understand import asked
from transforms.understand.asked import NightToUnderstand, ReadPost
from transforms.understand.emergent import (
    EmergentTheme,
    Recall,
    digest_of,
    emergent_themes,
    first_day,
)
from transforms.understand.nightly import Nightly
from transforms.understand.wants.gathering import Alike
from transforms.understand.wants.identities import REMEMBERED, known_before, reach, remembered
from transforms.understand.wants.meanings import Kept
from transforms.understand.wants.phrases import Meaning, PhraseBook, phrase_book
from transforms.understand.wants.wants import Key, Want, rows_of, wants_among
from transforms.understand.word_overlap import Encode

METHOD = "meaning-7"
"""Names the way of grouping: another name works every night out anew."""
WANTS = "ledger/wants"


def understand(
    corrections: list[dict[str, Any]],
    encode: Encode,
    quality: list[dict[str, Any]] | None = None,
    meaning: Meaning | None = None,
    alike: Alike | None = None,
) -> dict[str, int]:
    """Write lake/understood: `corrections` and `quality` as the active model states them, needs and
    emergent themes of every night.

    encode: texts -> sentence vectors. meaning: texts -> where they lie by what they want, `encode`
    where none is given. alike: from which likeness of meanings on groups want the same. Only nights
    whose posts or readings changed are worked out anew; the result is the same in whatever order
    the nights were run. Returns how many nights there are and how many were worked out.
    """
    with run_ledger.step("understand") as facts:
        _stated("understood/corrections", corrections)
        _stated("understood/quality", quality or [])
        encode, meaning = _remembering(encode), meaning or encode
        with warehouse.read_only() as connection:
            found = asked.nights(connection, lake.read("ledger/nights"))
            told = asked.told(connection) if found else {}

        def several(communities: Sequence[list[NightToUnderstand]]) -> int:
            themes, wants = Nightly("understood/emergent_themes"), Nightly("understood/needs")
            worked = 0
            with warehouse.read_only() as connection:
                for nights in communities:
                    days = told.get(nights[0].community, asked.DayMarks({}, {}))
                    worked += _emergent(connection, themes, nights, days.unexplained, encode)
                    worked += _wants(
                        connection, wants, nights, days.expecting, meaning, alike or Alike()
                    )
            return worked

        each = [list(nights) for _, nights in groupby(found, key=lambda night: night.community)]
        workers = settings().workers
        encode([])  # loads the encoder, that the forks share it
        worked = sum(by_forks(several, dealt(each, workers), workers))
        facts |= {"nights": len(found), "worked_out": worked}
        return {"nights": len(found), "worked_out": worked}


def _stated(folder: str, rows: list[dict[str, Any]]) -> None:
    """What models say of themselves: one file each."""
    for model in {row["model"] for row in rows}:
        lake.write_rows(folder, model, [row for row in rows if row["model"] == model])


def _wants(
    connection: duckdb.DuckDBPyConnection,
    kept: Nightly,
    nights: list[NightToUnderstand],
    marks: asked.Marks,
    meaning: Meaning,
    alike: Alike,
) -> int:
    """Group and name the wants of one community's nights whose posts are not those that they were
    worked out from; returns how many those were.
    """
    themes = asked.needs_of_themes(connection, nights[0].industry)
    keys = {night: _wants_key(night, marks, f"{themes}{alike}") for night in nights}
    new = [night for night in nights if not kept.holds(night.community, night.day, keys[night])]
    if not new:
        return 0
    known = Kept(nights[0].community, meaning)
    book = cache(lambda: phrase_book(known, nights[0].industry, themes))
    for night in new:
        rows = _wants_of(connection, night, known, book, alike)
        kept.keep(night.community, night.day, keys[night], rows)
    if new[-1] == nights[-1]:  # what is kept are the posts of the last night
        known.write()
    return len(new)


def _wants_key(night: NightToUnderstand, marks: asked.Marks, way: str) -> str:
    """What a night's wants rest on: the days that its last anchor remembers, and those since."""
    days = (night.day - timedelta(days=n) for n in range(reach(night.day), -1, -1))
    return digest_of(((day, marks[day]) for day in days if day in marks), METHOD + way)


def _wants_of(
    connection: duckdb.DuckDBPyConnection,
    night: NightToUnderstand,
    meaning: Kept,
    book: Callable[[], PhraseBook],
    alike: Alike,
) -> list[dict[str, Any]]:
    """One night's wants, from what the ledger says of those that were known before."""
    posts = asked.expecting(connection, night, _first_needed(night))
    meaning.meet(posts)

    def find(some: list[ReadPost], known: dict[Key, str]) -> list[Want]:
        return wants_among(night.community, some, known, meaning, book(), alike) if some else []

    known = known_before(night, posts, find, *_ledger(night.community))
    return rows_of(night, find(remembered(posts, night.day, known), known))


def _first_needed(night: NightToUnderstand) -> date:
    """The day from which on posts matter for a night's wants: what the last anchor that is written
    down remembers.
    """
    days = [
        date.fromisoformat(name.split("/")[1])
        for name in lake.names(WANTS)
        if name.startswith(f"{night.community}/")
    ]
    before = [day for day in days if day < night.day]
    return max(before) - timedelta(days=REMEMBERED) if before else first_day(night.day)


def _ledger(
    community: str,
) -> tuple[Callable[[date], dict[Key, str] | None], Callable[[date, dict[Key, str]], None]]:
    """How to recall and how to record a community's anchors in lake/ledger/wants."""

    def recall(anchor: date) -> dict[Key, str] | None:
        name = f"{community}/{anchor.isoformat()}"
        if not lake.exists(WANTS, name):
            return None
        return {
            (row["network"], row["post_id"]): row["need_id"]
            for row in lake.read(WANTS, name).to_pylist()
        }

    def record(anchor: date, wants: dict[Key, str]) -> None:
        about = {"community_id": community, "anchor": anchor}
        rows = [
            about | {"need_id": want, "network": n, "post_id": p}
            for (n, p), want in sorted(wants.items())
        ]
        lake.write_rows(WANTS, f"{community}/{anchor.isoformat()}", rows)

    return recall, record


def _emergent(
    connection: duckdb.DuckDBPyConnection,
    kept: Nightly,
    nights: list[NightToUnderstand],
    marks: asked.Marks,
    encode: Encode,
) -> int:
    """Work out the emergent themes of one community's nights; returns how many were not kept."""
    keys = dict(zip(nights, _keys(nights, marks), strict=True))
    new = [night for night in nights if not kept.holds(night.community, night.day, keys[night])]
    if not new:
        return 0
    told = asked.unexplained(connection, nights[0].community, marks)
    recall = _recall(nights[0].community)
    for night in new:
        rows = emergent_themes(night, told, encode, recall)
        kept.keep(night.community, night.day, keys[night], rows)
    return len(new)


def _keys(nights: list[NightToUnderstand], marks: asked.Marks) -> Iterator[str]:
    """What each night's emergent themes depend on: the days from its `first_day` on; nights and
    marks by day.
    """
    days, place, first = sorted(marks), 0, date.min
    digest = hashlib.sha256()
    for night in nights:
        if first_day(night.day) != first:
            first = first_day(night.day)
            digest, place = hashlib.sha256(f"{METHOD} {first}".encode()), bisect_left(days, first)
        while place < len(days) and days[place] <= night.day:
            digest.update(f"{days[place]} {marks[days[place]]}\n".encode())
            place += 1
        yield digest.hexdigest()[:12]


def _remembering(encode: Encode) -> Encode:
    """`encode` that meets each text once: the same words come again in every group."""
    known: dict[str, np.ndarray] = {}

    def remembered(texts: list[str]) -> np.ndarray:
        new = sorted(set(texts) - known.keys())
        if new:
            known.update(zip(new, encode(new), strict=True))
        return np.stack([known[text] for text in texts]) if texts else encode([])

    return remembered


def _recall(community: str) -> Recall:
    """Themes of anchors as lake/understood/theme_states keeps them."""
    states = Nightly("understood/theme_states")

    def recall(
        anchor: date, key: str, find: Callable[[], list[EmergentTheme]]
    ) -> list[EmergentTheme]:
        if states.holds(community, anchor, key):
            rows = states.read(community, anchor, key)
            return [
                EmergentTheme(r["theme_id"], tuple(r["words"]), _fits(r["posts"])) for r in rows
            ]
        themes = find()
        about = {"community_id": community, "anchor": anchor}
        states.keep(community, anchor, key, [about | _state(theme) for theme in themes])
        return themes

    return recall


def _state(theme: EmergentTheme) -> dict[str, Any]:
    posts = [
        {"network": network, "post_id": post, "score": score}
        for (network, post), score in theme.posts.items()
    ]
    return {"theme_id": theme.theme_id, "words": list(theme.words), "posts": posts}


def _fits(posts: list[dict[str, Any]]) -> dict[tuple[str, str], float]:
    return {(post["network"], post["post_id"]): post["score"] for post in posts}
