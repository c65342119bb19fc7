"""What a community speaks of that its industry's pack does not know: groups of posts, named by a
phrase that many of them say; posts that share none are no theme.

A theme keeps its identity from night to night because it keeps its posts: the window of four weeks
moves by a day. So that the identity does not depend on which nights were run, it is handed on
through weekly anchors, the same for every night: a theme is the one of the last anchor with which
it shares most posts, or a new one named after its first post.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np

from transforms.understand.asked import NightToUnderstand, ReadPost, Unexplained, held
from transforms.understand.grouping import group
from transforms.understand.naming import phrase_of
from transforms.understand.word_overlap import Encode, likeness, vague_words

SMALLEST = 5
"""Posts that make a theme, by LEAST_PEOPLE authors."""
LEAST_PEOPLE = 3
RECENT = 28
"""Days of posts that a night's themes are looked for in."""
STEP = 7
"""Days between two anchors, counted from the epoch."""
SHARED = 0.2
"""Share of the smaller theme's posts that both must have to be the same theme."""
MOST = 2_500
"""Posts that are compared with each other: the latest ones."""


@dataclass(frozen=True)
class EmergentTheme:
    """A theme that emerged: its identity, its words, and how well each of its posts fits it (0..1)."""

    theme_id: str
    words: tuple[str, ...]
    posts: dict[tuple[str, str], float]


def first_day(night: date) -> date:
    """The day from which on posts matter for the identities of `night`: the beginning of the year
    before.
    """
    return date(night.year - 1, 1, 1)


Recall = Callable[[date, str, Callable[[], list[EmergentTheme]]], list[EmergentTheme]]
"""(anchor, key, how to find them) -> the themes of an anchor: those kept under the key, or found and kept."""


def emergent_themes(
    night: NightToUnderstand, posts: Unexplained | list[ReadPost], encode: Encode, recall: Recall
) -> list[dict[str, Any]]:
    """Rows of understood/emergent_themes: one per post of a theme that emerged.

    Only the windows of anchors that are not kept are looked at again, the last one first.
    """
    told, first = posts if isinstance(posts, Unexplained) else held(posts), first_day(night.day)
    keys: list[tuple[date, str]] = []
    for anchor in _anchors(told.marks, night.day):
        keys.append(
            (
                anchor,
                digest_of(
                    _days(told.marks, first, anchor), keys[-1][1] if keys else night.community
                ),
            )
        )

    def known_at(place: int) -> list[EmergentTheme]:
        if place < 0:
            return []
        anchor, key = keys[place]
        return recall(
            anchor,
            key,
            lambda: _themes(
                night.community, _window(told, first, anchor), known_at(place - 1), encode
            ),
        )

    known = known_at(len(keys) - 1)
    return [
        {
            "community_id": night.community, "night": night.day, "theme_id": theme.theme_id,
            "label_fr": " ".join(theme.words), "label_en": " ".join(theme.words), "network": network,
            "post_id": post_id, "score": Decimal(f"{score:.4f}"),
        }
        for theme in _themes(night.community, _window(told, first, night.day), known, encode)
        for (network, post_id), score in sorted(theme.posts.items())
    ]  # fmt: skip


def digest_of(items: Iterable[object], about: str) -> str:
    """A hash of everything that a result depends on: posts, or days with the marks of their posts,
    and `about`.
    """
    digest = hashlib.sha256(about.encode("utf-8", "replace"))
    for item in items:
        digest.update(repr(item).encode("utf-8", "replace"))
    return digest.hexdigest()[:12]


def _days(marks: Mapping[date, str], first: date, last: date) -> list[tuple[date, str]]:
    """The days from `first` on of the window that ends with `last`, and their marks; empty days are
    missing.
    """
    window = (last - timedelta(days=back) for back in range(RECENT - 1, -1, -1))
    return [(day, marks[day]) for day in window if day in marks and day >= first]


def _anchors(marks: Mapping[date, str], night: date) -> Iterator[date]:
    """The weekly days before `night` that have posts behind them, since `first_day`."""
    since = [day for day in marks if first_day(night) <= day <= night]
    if not since:
        return
    day = min(since)
    day += timedelta(days=-day.toordinal() % STEP)
    while day < night:
        yield day
        day += timedelta(days=STEP)


def _window(told: Unexplained, first: date, last: date) -> list[ReadPost]:
    return told.between(max(last - timedelta(days=RECENT - 1), first), last)[-MOST:]


def _themes(
    community: str, posts: list[ReadPost], known: list[EmergentTheme], encode: Encode
) -> list[EmergentTheme]:
    """The themes among `posts`, with the identities of those `known` before that live on in them."""
    if len(posts) < SMALLEST:
        return []
    texts = [post.text for post in posts]
    alike = likeness(texts, encode, feelings=False)
    labels = group(alike)
    vague = vague_words(texts, encode) | {community}
    found = []
    for label, size in sorted(Counter(labels.tolist()).items()):
        members = np.flatnonzero(labels == label)
        people = {posts[i].author_id for i in members}
        if size < SMALLEST or len(people) < LEAST_PEOPLE:
            continue
        if named := phrase_of([texts[i] for i in members], vague):
            fit = {
                (posts[i].network, posts[i].post_id): round(float(alike[i, members].mean()), 4)
                for i in members
            }
            found.append(EmergentTheme(_new_id(community, posts, members), (named,), fit))
    return _named_as_before(found, known)


def _named_as_before(found: list[EmergentTheme], known: list[EmergentTheme]) -> list[EmergentTheme]:
    """The themes found, each with the identity of the known one that shares most posts with it,
    given once.
    """
    pairs = sorted(
        (-len(new.posts.keys() & old.posts.keys()), old.theme_id, i, old)
        for i, new in enumerate(found)
        for old in known
        if len(new.posts.keys() & old.posts.keys()) >= SHARED * min(len(new.posts), len(old.posts))
    )
    kept: dict[int, EmergentTheme] = {}
    taken: set[str] = set()
    for _, identity, i, _ in pairs:
        if i not in kept and identity not in taken:
            kept[i] = EmergentTheme(identity, found[i].words, found[i].posts)
            taken.add(identity)
    return [kept.get(i, theme) for i, theme in enumerate(found)]


def _new_id(community: str, posts: list[ReadPost], members: np.ndarray) -> str:
    """The identity of a theme that was not known: after its community and its first post."""
    first = min(
        (posts[i].created_date.isoformat(), posts[i].network, posts[i].post_id) for i in members
    )
    return f"emergent_{hashlib.sha256('/'.join([community, *first]).encode()).hexdigest()[:8]}"
