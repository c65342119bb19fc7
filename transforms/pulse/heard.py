"""What members wrote, as the pulse counts it: who was upset, and when.

People are counted, not posts: one who writes twenty times is one, and so are those who send the
same long text, be they a petition or machines.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import numpy as np

LONG = 40
"""Characters from which the same text of several people is no accident."""


class Said(NamedTuple):
    """One member's post: when, by whom, its text's hash and length, and whether it is upset."""

    at: datetime
    author: str
    text_hash: str
    length: int
    upset: bool


@dataclass(frozen=True)
class Heard:
    """Posts in the order of time: `at` in seconds since 1970, `before` when the same voice was last
    heard, `upset_before` when it was last upset (-inf: never).
    """

    at: np.ndarray
    upset: np.ndarray
    before: np.ndarray
    upset_before: np.ndarray


def heard(posts: Iterable[Said]) -> Heard:
    """The posts as they are counted; the order they come in does not matter."""
    ordered = sorted(posts)
    voices = _voices(ordered)
    last: dict[str, float] = {}
    last_upset: dict[str, float] = {}
    before, upset_before = [], []
    for post, voice in zip(ordered, voices, strict=True):
        at = post.at.timestamp()
        before.append(last.get(voice, -np.inf))
        upset_before.append(last_upset.get(voice, -np.inf))
        last[voice] = at
        if post.upset:
            last_upset[voice] = at
    return Heard(
        np.array([post.at.timestamp() for post in ordered]),
        np.array([post.upset for post in ordered], dtype=bool),
        np.array(before),
        np.array(upset_before),
    )


def _voices(posts: list[Said]) -> list[str]:
    """Whose voice each post is: its author's, or that of a long text which several sent."""
    senders: dict[str, set[str]] = {}
    for post in posts:
        if post.length >= LONG:
            senders.setdefault(post.text_hash, set()).add(post.author)
    copied = {text for text, people in senders.items() if len(people) > 1}
    return [f"text {p.text_hash}" if p.text_hash in copied else f"person {p.author}" for p in posts]


def people(said: Heard, ends: np.ndarray, hours: int, upset: bool) -> np.ndarray:
    """How many different people wrote in the `hours` before each of `ends` (seconds), or with
    `upset` how many of them were upset.
    """
    at, before = (
        (said.at[said.upset], said.upset_before[said.upset]) if upset else (said.at, said.before)
    )
    begins = ends - 3600.0 * hours
    first, after = np.searchsorted(at, begins, "right"), np.searchsorted(at, ends, "right")
    many = after - first
    window = np.repeat(np.arange(len(ends)), many)
    place = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many) + first[window]
    is_first = before[place] <= begins[window]
    return np.bincount(window, is_first, len(ends)).astype(int)
