"""Words and letter groups of texts as numbers of a hashed table, all at once and without a loop over letters."""

from dataclasses import dataclass

import numpy as np

BUCKETS = 2**18
LETTERS = (2, 3, 4, 5)
"""Lengths of the letter groups; each lies within one word and its two borders."""

_BASE = np.uint64(0x9E3779B97F4A7C15)
_SALTS: dict[str | int, int] = {"word": 0x51ED270B, "pair": 0x2545F491, **{n: 0x1000193 * n for n in LETTERS}}
_JOINER = ord(" ")
_TOGETHER = 256
"""Texts that are taken at once."""


@dataclass(frozen=True)
class Ngrams:
    """Buckets of all texts one after the other: text i owns `buckets[starts[i]:starts[i + 1]]`, each bucket once."""

    buckets: np.ndarray
    starts: np.ndarray


class _Powers:
    """Powers of the hash's base modulo 2**64, grown on demand."""

    def __init__(self) -> None:
        self.up = np.ones(1, dtype=np.uint64)
        self.down = np.ones(1, dtype=np.uint64)

    def need(self, count: int) -> None:
        if count > len(self.up):
            size = 2 * count
            inverse = np.uint64(pow(int(_BASE), -1, 2**64))
            with np.errstate(over="ignore"):
                self.up = np.cumprod(np.concatenate([np.ones(1, np.uint64), np.full(size, _BASE)]), dtype=np.uint64)
                self.down = np.cumprod(np.concatenate([np.ones(1, np.uint64), np.full(size, inverse)]), dtype=np.uint64)


_powers = _Powers()


def ngrams(text: str) -> np.ndarray:
    """The distinct buckets (sorted, int64) of one text's words, word pairs and letter groups, lower-cased."""
    return table([text]).buckets


def table(texts: list[str]) -> Ngrams:
    """`ngrams` of many texts."""
    parts = [_some(texts[start : start + _TOGETHER]) for start in range(0, len(texts), _TOGETHER)]
    starts = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum([count for part in parts for count in part[1]], out=starts[1:])
    return Ngrams(np.concatenate([part[0] for part in parts]) if parts else np.empty(0, np.int64), starts)


def _some(texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """(buckets of all texts one after the other, how many each text has)."""
    written = [" " + " ".join(text.lower().split()) + " " for text in texts]
    letters = np.frombuffer("".join(written).encode("utf-32-le", "replace"), dtype=np.uint32)
    text_of = np.repeat(np.arange(len(texts)), [len(one) for one in written])
    _powers.need(len(letters) + 1)
    with np.errstate(over="ignore"):
        before = np.zeros(len(letters) + 1, dtype=np.uint64)
        np.cumsum((letters.astype(np.uint64) + np.uint64(1)) * _powers.up[: len(letters)], out=before[1:])
        gap = letters == _JOINER
        gaps = np.flatnonzero(gap)
        found = [_words(before, gaps, text_of, 1, "word"), _words(before, gaps, text_of, 2, "pair")]
        word_of = np.cumsum(gap)
        for n in LETTERS:
            last = max(0, len(letters) - n + 1)
            inner = word_of[n - 2 : n - 2 + last] == word_of[:last]
            inner &= text_of[n - 1 : n - 1 + last] == text_of[:last]
            start = np.flatnonzero(inner)
            found.append(text_of[start] * BUCKETS + _hash(before, start, start + n, n))
    ordered = np.sort(np.concatenate(found))
    distinct = ordered[np.diff(ordered, prepend=-1) > 0]
    return distinct & (BUCKETS - 1), np.bincount(distinct >> BUCKETS.bit_length() - 1, minlength=len(texts))


def _words(before: np.ndarray, gaps: np.ndarray, text_of: np.ndarray, count: int, kind: str) -> np.ndarray:
    """Text and bucket of every run of `count` words, as one number."""
    start, stop = gaps[:-count], gaps[count:]
    inside = (text_of[start] == text_of[stop]) & (stop > start + 1)
    start, stop = start[inside] + 1, stop[inside]
    return text_of[start] * BUCKETS + _hash(before, start, stop, kind)


def _hash(before: np.ndarray, start: np.ndarray, stop: np.ndarray, kind: str | int) -> np.ndarray:
    """Buckets of the letters `start:stop`: a polynomial hash moved to position 0, then mixed (Stafford's 13th)."""
    value = (before[stop] - before[start]) * _powers.down[start] + np.uint64(_SALTS[kind])
    value ^= value >> np.uint64(30)
    value *= np.uint64(0xBF58476D1CE4E5B9)
    value ^= value >> np.uint64(27)
    value *= np.uint64(0x94D049BB133111EB)
    value ^= value >> np.uint64(31)
    return (value & np.uint64(BUCKETS - 1)).astype(np.int64)
