"""The understand step: needs, emergent themes and how the model errs, from the warehouse to the
lake.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from itertools import groupby
from typing import Any

import duckdb
import numpy as np

from transforms import lake, warehouse
from transforms.lake import run_ledger
from transforms.understand import posts as asked
from transforms.understand.emergent import Recall, Theme, digest_of, emergent_themes, first_day
from transforms.understand.posts import Night, Post
from transforms.understand.wants.identities import REMEMBERED, known_before, remembered
from transforms.understand.wants.meanings import Kept
from transforms.understand.wants.phrases import Meaning, phrase_book
from transforms.understand.wants.wants import Key, Want, key_of, rows_of, wants_among
from transforms.understand.wording import Encode

METHOD = "meaning-1"
"""Names the way of grouping: another name works every night out anew."""
WANTS = "ledger/wants"


def understand(
    corrections: list[dict[str, Any]],
    encode: Encode,
    quality: list[dict[str, Any]] | None = None,
    meaning: Meaning | None = None,
) -> dict[str, int]:
    """Write lake/understood: `corrections` and `quality` as the active model states them, needs and
    emergent themes of every night.

    encode: texts -> sentence vectors. meaning: texts -> where they lie by what they want, `encode`
    where none is given. Only nights whose posts or readings changed are worked out anew; the result
    is the same in whatever order the nights were run. Returns how many nights there are and how
    many were worked out.
    """
    with run_ledger.step("understand") as facts:
        _stated("understood/corrections", corrections)
        _stated("understood/quality", quality or [])
        encode, meaning = _remembering(encode), meaning or encode
        with warehouse.read_only() as connection:
            found = asked.nights(connection, lake.read("ledger/nights"))
            worked = 0
            for community, group in groupby(found, key=lambda night: night.community):
                nights, kept = list(group), Kept(community, meaning)
                worked += _emergent(connection, nights, encode)
                worked += sum(_wants(connection, night, kept) for night in nights)
                kept.write()
        facts |= {"nights": len(found), "worked_out": worked}
        return {"nights": len(found), "worked_out": worked}


def _stated(folder: str, rows: list[dict[str, Any]]) -> None:
    """What models say of themselves: one file each."""
    for model in {row["model"] for row in rows}:
        lake.write_rows(folder, model, [row for row in rows if row["model"] == model])


def _wants(connection: duckdb.DuckDBPyConnection, night: Night, meaning: Kept) -> int:
    """Group and name one night's wants, from what the ledger says of those that were known before."""
    posts = asked.expecting(connection, night, _first_needed(night))
    meaning.meet(posts)
    themes = asked.needs_of_themes(connection, night.industry)
    book = cache(lambda: phrase_book(meaning, night.industry, themes))

    def find(some: list[Post], known: dict[Key, str]) -> list[Want]:
        return wants_among(night.community, some, known, meaning, book()) if some else []

    known = known_before(night, posts, find, *_ledger(night.community))
    chosen = remembered(posts, night.day, known)
    key = digest_of(
        chosen, METHOD + repr(themes) + repr([known.get(key_of(post)) for post in chosen])
    )
    return _write("understood/needs", night, key, lambda: rows_of(night, find(chosen, known)))


def _first_needed(night: Night) -> date:
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


def _emergent(connection: duckdb.DuckDBPyConnection, nights: list[Night], encode: Encode) -> int:
    """Work out the emergent themes of one community's nights; returns how many were not kept."""
    told, recall = asked.unexplained(connection, nights[0].community), _recall(nights[0].community)
    kept, worked = frozenset(lake.names("understood/emergent_themes")), 0
    for night, key in zip(nights, _keys(nights, told.marks), strict=True):
        if _name(night.community, night.day, key) not in kept:
            rows = emergent_themes(night, told, encode, recall)
            worked += _keep("understood/emergent_themes", night, key, rows)
    return worked


def _keys(nights: list[Night], marks: Mapping[date, str]) -> Iterator[str]:
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


def _name(community: str, day: date, key: str) -> str:
    return f"{community}/{day.isoformat()}-{key}"


def _write(folder: str, night: Night, key: str, rows: Callable[[], list[dict[str, Any]]]) -> int:
    """Work out and write one night's file unless it is there under the same key; returns whether it
    was not.
    """
    return (
        0
        if lake.exists(folder, _name(night.community, night.day, key))
        else _keep(folder, night, key, rows())
    )


def _keep(folder: str, night: Night, key: str, rows: list[dict[str, Any]]) -> int:
    """Write one night's file under its key; older ones of the night go. Returns 1."""
    name = _name(night.community, night.day, key)
    lake.write_rows(folder, name, rows)
    for other in lake.names(folder):
        if other.startswith(f"{night.community}/{night.day.isoformat()}-") and other != name:
            lake.filesystem().rm(lake.path(folder, f"{other}.parquet"))
    return 1


def _recall(community: str) -> Recall:
    """Themes of anchors as lake/understood/theme_states keeps them."""
    folder = "understood/theme_states"

    def recall(anchor: date, key: str, find: Callable[[], list[Theme]]) -> list[Theme]:
        if lake.exists(folder, _name(community, anchor, key)):
            rows = lake.read(folder, _name(community, anchor, key)).to_pylist()
            return [Theme(r["theme_id"], tuple(r["words"]), _fits(r["posts"])) for r in rows]
        themes = find()
        about = {"community_id": community, "anchor": anchor}
        _keep(
            folder, Night(community, "", anchor), key, [about | _state(theme) for theme in themes]
        )
        return themes

    return recall


def _state(theme: Theme) -> dict[str, Any]:
    posts = [
        {"network": network, "post_id": post, "score": score}
        for (network, post), score in theme.posts.items()
    ]
    return {"theme_id": theme.theme_id, "words": list(theme.words), "posts": posts}


def _fits(posts: list[dict[str, Any]]) -> dict[tuple[str, str], float]:
    return {(post["network"], post["post_id"]): post["score"] for post in posts}
