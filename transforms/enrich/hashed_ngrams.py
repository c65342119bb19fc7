"""Words and letter groups of texts as numbers of a hashed table, all at once and without a loop over letters."""

from dataclasses import dataclass

import numpy as np

BUCKETS = 2**18
LETTERS = (2, 3, 4, 5)
"""Lengths of the letter groups; each lies within one word and its two borders."""

_BASE = np.uint64(0x9E3779B97F4A7C15)
_SALTS: dict[str | int, int] = {"word": 0x51ED270B, "pair": 0x2545F491, **{n: 0x1000193 * n for n in LETTERS}}
_JOINER = ord(" ")


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
    words = text.lower().split()
    letters = np.frombuffer((" " + " ".join(words) + " ").encode("utf-32-le", "replace"), dtype=np.uint32)
    _powers.need(len(letters) + 1)
    with np.errstate(over="ignore"):
        before = np.zeros(len(letters) + 1, dtype=np.uint64)
        np.cumsum((letters.astype(np.uint64) + np.uint64(1)) * _powers.up[: len(letters)], out=before[1:])
        gaps = np.flatnonzero(letters == _JOINER)
        found = [_hash(before, gaps[:-1] + 1, gaps[1:], "word")] if len(words) else []
        if len(words) > 1:
            found.append(_hash(before, gaps[:-2] + 1, gaps[2:], "pair"))
        word_of = np.cumsum(letters == _JOINER)
        for n in LETTERS:
            start = np.arange(max(0, len(letters) - n + 1))
            inner = word_of[np.minimum(start + n - 2, len(letters) - 1)] == word_of[start]
            start = start[inner]
            found.append(_hash(before, start, start + n, n))
    return np.unique(np.concatenate(found)).astype(np.int64) if found else np.empty(0, np.int64)


def _hash(before: np.ndarray, start: np.ndarray, stop: np.ndarray, kind: str | int) -> np.ndarray:
    """Buckets of the letters `start:stop`: a polynomial hash moved to position 0, then mixed (Stafford's 13th)."""
    value = (before[stop] - before[start]) * _powers.down[start] + np.uint64(_SALTS[kind])
    value ^= value >> np.uint64(30)
    value *= np.uint64(0xBF58476D1CE4E5B9)
    value ^= value >> np.uint64(27)
    value *= np.uint64(0x94D049BB133111EB)
    value ^= value >> np.uint64(31)
    return value % np.uint64(BUCKETS)


def table(texts: list[str]) -> Ngrams:
    """`ngrams` of many texts."""
    rows = [ngrams(text) for text in texts]
    starts = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum([len(row) for row in rows], out=starts[1:])
    return Ngrams(np.concatenate(rows) if rows else np.empty(0, np.int64), starts)
