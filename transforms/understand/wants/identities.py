"""How a want keeps its identity from night to night: a ledger of weekly anchors, each written once.

What an anchor says of a post is a record: it is never changed, by another model either. The anchors
between two nights are worked out in their order, whichever night asks first, so that nights run in
any order say the same.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from transforms.understand.asked import WINDOW, NightToUnderstand, ReadPost
from transforms.understand.wants.wants import Key, Want, key_of, window

STEP = 7
"""Days between two anchors, counted from the epoch."""
REMEMBERED = 112
"""Days that a want lives on without a new post."""

Find = Callable[[list[ReadPost], dict[Key, str]], list[Want]]
"""(posts, post -> the want that it was in) -> the wants."""
Recall = Callable[[date], dict[Key, str] | None]
"""Anchor -> post -> want as it is written down, None where it is not."""
Record = Callable[[date, dict[Key, str]], None]
"""Writes down what an anchor says."""


def anchors(first: date, night: date) -> Iterator[date]:
    """The weekly days from `first` on that lie before `night`."""
    day = first + timedelta(days=-first.toordinal() % STEP)
    while day < night:
        yield day
        day += timedelta(days=STEP)


def reach(night: date) -> int:
    """Days back from a night to the first whose posts it may still say something of: what the last
    anchor before it remembers.
    """
    return (night.toordinal() - 1) % STEP + REMEMBERED


def known_before(
    night: NightToUnderstand, posts: list[ReadPost], find: Find, recall: Recall, record: Record
) -> dict[Key, str]:
    """Post -> the want that it was in at the last anchor before the night; anchors that are missing
    are written.
    """
    if not posts:
        return {}
    created = {key_of(post): post.created_date for post in posts}
    known: dict[Key, str] = {}
    for anchor in anchors(min(created.values()), night.day):
        written = recall(anchor)
        if written is None:
            wants = find(remembered(posts, anchor, known), known)
            written = {key_of(post): want.need_id for want in wants for post in want.posts}
            record(anchor, written)
        known = {
            key: want for key, want in (known | written).items() if _lives(created.get(key), anchor)
        }
    return known


def remembered(posts: list[ReadPost], day: date, known: dict[Key, str]) -> list[ReadPost]:
    """The posts of the window up to `day`, and older ones of a want that is known."""
    before = day - timedelta(days=WINDOW)
    return window(posts, day) + [
        post for post in posts if post.created_date <= before and key_of(post) in known
    ]


def _lives(created: date | None, anchor: date) -> bool:
    return created is not None and created > anchor - timedelta(days=REMEMBERED)
