"""Taking a person out of texts: their names wherever they stand, and passages that are theirs word
for word.

Texts are compared as words: runs of letters, digits and _ without case and accents, and single
emoji. A name is a run of words; a passage is the shortest run of words from any word on that is 20
characters long, so that a quotation is found wherever it begins and whatever marks stand between
its words.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson

PASSAGE = 20
NAME, QUOTE = "[forgotten]", "[…]"
REMEMBERED, SHORT = 100_000, 1_000
"""The same post lies in many tables and files: so many texts of at most so many characters are read once only."""

_WORD = re.compile(r"\[…\]|\[forgotten\]|[\w\u0300-\u036f]+|[\u2600-\u27bf\U0001f000-\U0001faff]")
_GONE = "\0"
_MARKS = re.compile("[\u0300-\u036f]")

Word = tuple[str, int, int]
"""A word as it is compared, and where it begins and ends in the text."""


@dataclass(frozen=True)
class Hidden:
    """What must not be read any more: `is_name(words)` and `is_passage(words)`, words joined by one
    space.

    `lengths` are the numbers of words that names have.
    """

    lengths: tuple[int, ...]
    is_name: Callable[[str], bool]
    is_passage: Callable[[str], bool]


def words(text: str) -> list[Word]:
    """The words of a text with their places."""
    found = []
    for match in _WORD.finditer(text):
        word = (
            match[0] if match[0] not in (NAME, QUOTE) else _GONE
        )  # nothing runs across what is gone
        if not word.isascii():
            word = _MARKS.sub("", unicodedata.normalize("NFKD", word))
        found.append((word.casefold(), match.start(), match.end()))
    return found


def spoken(text: str) -> str:
    """A name as it is compared: its words joined by one space."""
    return " ".join(word for word, _, _ in words(text))


def passages(found: list[Word]) -> Iterator[tuple[str, int, int]]:
    """Every passage of a text's words, with the places of its first and last word."""
    last, length = 0, -1
    for first in range(len(found)):
        while last < len(found) and length < PASSAGE:
            length += len(found[last][0]) + 1
            last += 1
        if length < PASSAGE:
            return
        passage = " ".join(word for word, _, _ in found[first:last])
        if _GONE not in passage:
            yield passage, first, last - 1
        length -= len(found[first][0]) + 1


def redact(text: str, hidden: Hidden) -> str:
    """`text` with what is hidden replaced: [forgotten] for a name, […] for the passages; else
    `text` itself.
    """
    return _remembered(text, hidden) if len(text) <= SHORT else _redact(text, hidden)


def _redact(text: str, hidden: Hidden) -> str:
    found = words(text)
    marks = [
        (found[place][1], found[place + size - 1][2], NAME)
        for size in hidden.lengths
        for place in range(len(found) - size + 1)
        if hidden.is_name(" ".join(word for word, _, _ in found[place : place + size]))
    ]
    marks += [
        (found[a][1], found[b][2], QUOTE)
        for words_, a, b in passages(found)
        if hidden.is_passage(words_)
    ]
    if not marks:
        return text
    pieces, end = [], 0
    for start, stop, mark in _merged(sorted(marks)):
        before = text[end:start]
        pieces += [before.removesuffix("@").removesuffix("＠") if mark == NAME else before, mark]
        end = stop
    return "".join([*pieces, text[end:]])


_remembered = lru_cache(REMEMBERED)(_redact)


def redact_anything(value: Any, hidden: Hidden) -> Any:
    """`redact` for every text in lists and dicts, keys too; what has none comes back as it is."""
    if isinstance(value, str):
        return redact_cell(value, hidden)
    if isinstance(value, dict):
        return {
            redact(k, hidden) if isinstance(k, str) else k: redact_anything(v, hidden)
            for k, v in value.items()
        }
    if isinstance(value, list | tuple):
        return [redact_anything(one, hidden) for one in value]
    return value


def redact_cell(value: str, hidden: Hidden) -> str:
    """`redact` for a text that may be JSON: then its texts, one by one, because there `\\n` is no
    letter.
    """
    if value[:1] in ("{", "[") and value[-1:] in ("}", "]"):
        try:
            parsed = orjson.loads(value)
        except orjson.JSONDecodeError:
            return redact(value, hidden)
        cleaned = redact_anything(parsed, hidden)
        return (
            value
            if cleaned == parsed
            else orjson.dumps(cleaned, option=orjson.OPT_SORT_KEYS).decode()
        )
    return redact(value, hidden)


def _merged(marks: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Overlapping marks as one; one that holds words of theirs is a quotation."""
    start, stop, mark = marks[0]
    for next_start, next_stop, next_mark in marks[1:]:
        if next_start < stop:
            stop = max(stop, next_stop)
            mark = QUOTE if QUOTE in (mark, next_mark) else mark
        else:
            yield start, stop, mark
            start, stop, mark = next_start, next_stop, next_mark
    yield start, stop, mark
