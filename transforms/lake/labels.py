"""What readers say that posts are and are not: labels of a community, and those that bend its
readings.

A flood cannot bend more than a few honest readers do: a reader's labels count for so many posts a
day, one post counts once, and an answer is left alone until `ENOUGH` posts agree.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from transforms.lake.files import read

ENOUGH = 3
"""Posts whose labels agree from which on an answer is bent; they count by so many at a time, because
each time a community is read anew."""
A_DAY = 10
"""Posts of one reader and day whose labels count."""
MOST = 300
"""Labels of one community and answer that count, the latest."""
Label = Mapping[str, Any]
"""A row of lake/labels."""


def in_effect(community: str, labels: Iterable[Label] | None = None) -> list[Label]:
    """The labels that bend a community's readings, one per post and answer, in a fixed order."""
    rows = read("labels").to_pylist() if labels is None else labels
    mine = [row for row in rows if row["community_id"] == community]
    by_answer: dict[tuple[str, bool], list[Label]] = defaultdict(list)
    for row in _agreed(_unhurried(sorted(mine, key=_order))):
        by_answer[row["answer"], row["is_right"]].append(row)
    return sorted(
        (
            row
            for rows in by_answer.values()
            for row in rows[: len(rows) - len(rows) % ENOUGH][-MOST:]
        ),
        key=_named,
    )


def version(pack_version: str, community: str, labels: Iterable[Label]) -> str:
    """The version of a pack as a community's labels bend it: the pack's own where none does."""
    named = "\n".join("/".join(map(str, _named(row))) for row in labels)
    if not named:
        return pack_version
    return f"{pack_version}+{community}-{hashlib.sha256(named.encode()).hexdigest()[:10]}"


def _unhurried(labels: Iterable[Label]) -> list[Label]:
    """Without what a reader says of the posts after the first `A_DAY` of a day."""
    posts: dict[tuple[str, datetime], set[str]] = defaultdict(set)
    kept = []
    for row in labels:
        seen = posts[row["reader"], row["kept_at"].date()]
        if row["text_hash"] in seen or len(seen) < A_DAY:
            seen.add(row["text_hash"])
            kept.append(row)
    return kept


def _agreed(labels: Iterable[Label]) -> list[Label]:
    """One label per text and answer: each reader's last word, and none where readers disagree."""
    last: dict[tuple[str, str], dict[str, Label]] = defaultdict(dict)
    for row in labels:
        last[row["text_hash"], row["answer"]][row["reader"]] = row
    said = [list(words.values()) for words in last.values()]
    return [words[0] for words in said if len({row["is_right"] for row in words}) == 1]


def _order(row: Label) -> tuple[Any, ...]:
    return row["kept_at"], row["reader"], row["text_hash"], row["answer"]


def _named(row: Label) -> tuple[str, bool, str]:
    return row["answer"], row["is_right"], row["text_hash"]
