"""What a community's people want: one want is one identity, whatever theme or language it is said
in.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np

from transforms.understand.asked import WINDOW, NightToUnderstand, ReadPost
from transforms.understand.wants.fitting import fitting
from transforms.understand.wants.gathering import Alike, gather
from transforms.understand.wants.names import Name, name_of, often_said
from transforms.understand.wants.phrases import Meaning, PhraseBook, apart
from transforms.understand.wants.proving import proofs

Key = tuple[str, str]
"""A post in its community: network, post_id."""
Known = Mapping[Key, str]
"""Post -> the want that it was in before."""

ALIKE = Alike()
LEAST_PEOPLE = 3
"""People who make a want."""
BY_CHANCE = 0.003
"""The same as a share of the posts that want something: of many posts a few fit any name. By hand, of 80 wants of
real communities of 1,400 to 1,900 such posts, 11 of the 12 with a wrong name had fewer people than that."""
MEANT = 0.2
"""Nearness of a post to what names its group from which on its writer is counted among those who want
that: by hand, 71 % of those nearer than 0.4 and a fifth of the others did; more would leave a trade
that no phrase speaks of without wants."""
HELD = 0.4
"""Mean nearness of the `LEAST_PEOPLE` posts nearest to a want's name from which on it is told: of 196 wants
of real posts that a phrase names, by hand, 7 of 175 above it have a wrong name, and 12 of 21 below."""
SAME = 0.5
"""Nearness of a want's name to another's from which on they are one want told twice."""
SAME_PHRASE = 0.85
"""The same for two phrases: « un technicien compétent » is not « un technicien qui vient »."""
THEME_SHARE = 0.4
"""Share of a want's posts from which on the theme that most of them speak of is the want's: who wants the
line back speaks of the router and of its speed too."""


@dataclass(frozen=True)
class Want:
    """One want on one day: its identity, its name, its posts, and which of them show it."""

    need_id: str
    name: Name
    posts: tuple[ReadPost, ...]
    proofs: tuple[int, ...]


def window(posts: list[ReadPost], day: date) -> list[ReadPost]:
    """The posts of the `WINDOW` days up to `day`."""
    return [post for post in posts if day - timedelta(days=WINDOW) < post.created_date <= day]


def wants_among(
    community: str,
    posts: list[ReadPost],
    known: Known,
    meaning: Meaning,
    book: PhraseBook,
    alike: Alike = ALIKE,
) -> list[Want]:
    """The wants of `posts`: first those that a phrase of the book says, then what else people have
    in common; what was `known` keeps its identity.

    Posts that `LEAST_PEOPLE` do not share, or that hold no one want, are in none; newcomers that
    would blur a want that is known are left out of it.
    """
    if not posts:
        return []
    posts = sorted(posts, key=lambda post: (post.created_date, *key_of(post)))
    vectors, languages = meaning([post.text for post in posts]), [post.language for post in posts]
    usual, before = book.usual(vectors, languages), [known.get(key_of(post)) for post in posts]
    own, said = apart(vectors, languages, usual), np.array([bool(post.explicit) for post in posts])
    common = often_said(posts)

    def beside(texts: list[str], languages: Sequence[str]) -> np.ndarray:
        return apart(meaning(texts), languages, usual)

    def called(rows: list[int]) -> Name | None:
        some = [posts[i] for i in rows]
        return name_of(some, own[rows], book, beside, people(some) >= LEAST_PEOPLE, common)

    named, fit = _of_phrases(posts, own, book)
    rest = np.flatnonzero(fit == 0).tolist()
    was = [before[row] for row in rest]
    for places in _groups(gather(own[rest], said[rest], was, alike.among(len(rest)))):
        group = [rest[place] for place in places]
        for rows in (group,) if called(group) else _as_they_were(group, before):
            if name := called(rows):
                near = [row for row in rows if round(float(own[row] @ name.meaning), 4) >= MEANT]
                named.setdefault((name.fr, name.en), (name, []))[1].extend(near)
    least = max(LEAST_PEOPLE, BY_CHANCE * len(posts))
    groups = [
        (name, sorted(rows))
        for name, rows in _told_once([*named.values()])
        if people([posts[i] for i in rows]) >= least and _is_held(own[rows], name)
    ]
    identities = _identities(community, [rows for _, rows in groups], posts, before)
    found = []
    for identity, (name, rows) in zip(identities, groups, strict=True):
        members = tuple(posts[i] for i in rows)
        shown = tuple(proofs(members, own[rows], name, fit[rows]))
        found.append(Want(identity, name, members, shown))
    return sorted(found, key=lambda want: want.need_id)


def _of_phrases(
    posts: list[ReadPost], own: np.ndarray, book: PhraseBook
) -> tuple[dict[tuple[str, str], tuple[Name, list[int]]], np.ndarray]:
    """The wants that phrases of the book say of `LEAST_PEOPLE` or more, by their names, and (n,) how
    well its phrase fits each post, 0 where it is in none of them.
    """
    places, fit = fitting([post.text for post in posts], own, book)
    found, told = {}, np.zeros(len(posts))
    for place in sorted(set(places[places >= 0].tolist())):
        rows, phrase = np.flatnonzero(places == place).tolist(), book.phrases[place]
        if people([posts[row] for row in rows]) >= LEAST_PEOPLE:
            name = Name(phrase.fr, phrase.en, "phrase", None, book.vectors[place])
            found[phrase.fr, phrase.en] = (name, rows)
            told[rows] = fit[rows]
    return found, told


def _told_once(named: list[tuple[Name, list[int]]]) -> list[tuple[Name, list[int]]]:
    """The named groups, those whose names mean the same as one: phrases first, then the largest give
    the name.
    """
    kept: list[tuple[Name, list[int]]] = []
    for name, rows in sorted(
        named, key=lambda one: (one[0].kind != "phrase", -len(one[1]), one[0].fr)
    ):
        same = [of for known, of in kept if _same(known, name)]
        if same:
            same[0].extend(rows)
        else:
            kept.append((name, [*rows]))
    return kept


def _same(name: Name, other: Name) -> bool:
    least = SAME_PHRASE if name.kind == other.kind == "phrase" else SAME
    return round(float(name.meaning @ other.meaning), 4) >= least


def _is_held(vectors: np.ndarray, name: Name) -> bool:
    """Whether posts mean what a name says, and do not only say its words."""
    nearest = np.sort(vectors @ name.meaning)[-LEAST_PEOPLE:]
    return round(float(nearest.mean()), 4) >= HELD


def people(posts: Sequence[ReadPost]) -> int:
    """How many wrote the posts."""
    return len({post.author_id for post in posts})


def _groups(labels: np.ndarray) -> list[list[int]]:
    groups: dict[int, list[int]] = defaultdict(list)
    for row, label in enumerate(labels.tolist()):
        groups[label].append(row)
    return list(groups.values())


def _as_they_were(group: list[int], before: list[str | None]) -> list[list[int]]:
    """The rows of a group that were in a want already, want by want."""
    wants: dict[str, list[int]] = defaultdict(list)
    for row in group:
        if want := before[row]:
            wants[want].append(row)
    return list(wants.values())


def key_of(post: ReadPost) -> Key:
    return post.network, post.post_id


def _identities(
    community: str, groups: list[list[int]], posts: list[ReadPost], before: list[str | None]
) -> list[str]:
    """The identity of each group: the one that most of its posts had, given once, to the group that
    holds most of it; else a new one, after its community and first post.
    """
    had = [Counter(want for row in rows if (want := before[row])) for rows in groups]
    claims = sorted(
        (-many, want, place) for place, wants in enumerate(had) for want, many in wants.items()
    )
    given: dict[int, str] = {}
    taken: set[str] = set()
    for _, want, place in claims:
        if place not in given and want not in taken:
            given[place] = want
            taken.add(want)
    for place, rows in enumerate(groups):
        if place not in given:
            new = (_new_identity(community, posts[row]) for row in rows)
            given[place] = next(want for want in new if want not in taken)
            taken.add(given[place])
    return [given[place] for place in range(len(groups))]


def _new_identity(community: str, post: ReadPost) -> str:
    first = "/".join([community, post.created_date.isoformat(), *key_of(post)])
    return f"need_{hashlib.sha256(first.encode('utf-8', 'replace')).hexdigest()[:8]}"


def rows_of(night: NightToUnderstand, wants: list[Want]) -> list[dict[str, Any]]:
    """Rows of understood/needs: one per post of the night's window that is in a want which
    `LEAST_PEOPLE` still say.
    """
    rows = []
    for want in wants:
        recent = window(list(want.posts), night.day)
        if people(recent) >= LEAST_PEOPLE:
            rows += _rows(night, want, set(map(key_of, recent)))
    return rows


def _rows(night: NightToUnderstand, want: Want, recent: set[Key]) -> list[dict[str, Any]]:
    proof = {place: rank for rank, place in enumerate(want.proofs, 1)}
    theme = _theme(want.posts)
    return [
        {
            "community_id": night.community, "night": night.day, "need_id": want.need_id, "theme_id": theme,
            "label_fr": want.name.fr, "label_en": want.name.en, "name_kind": want.name.kind,
            "said_in": want.name.said_in, "network": post.network, "post_id": post.post_id, "explicit": post.explicit,
            "score": post.score if post.score is not None else Decimal(0), "proof": proof.get(place),
        }
        for place, post in enumerate(want.posts)
        if key_of(post) in recent
    ]  # fmt: skip


def _theme(posts: tuple[ReadPost, ...]) -> str | None:
    themes = Counter(post.theme for post in posts if post.theme)
    theme, many = min(themes.items(), key=lambda item: (-item[1], item[0]), default=(None, 0))
    return theme if many >= THEME_SHARE * len(posts) else None
