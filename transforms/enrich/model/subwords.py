"""Splitting words into the pieces that a pretrained encoder knows, each distinct word once."""

import unicodedata
from functools import lru_cache
from itertools import chain

import numpy as np

_LONGEST_WORD = 100


class UnigramPieces:
    """Sentencepiece's unigram pieces (Kudo 2018): the likeliest split of a word, found by Viterbi's
    algorithm.
    """

    def __init__(
        self, vocabulary: list[str], scores: np.ndarray, first: str, last: str, unknown: str
    ) -> None:
        self._id = {piece: i for i, piece in enumerate(vocabulary)}
        self._scores = scores.astype(float).tolist()
        self._first, self._last, self._unknown = self._id[first], self._id[last], self._id[unknown]
        self._longest = max(map(len, vocabulary))
        self._cost = min(self._scores) - 10
        self._of_word = lru_cache(100_000)(self._split)

    def __call__(self, text: str, longest: int) -> np.ndarray:
        words = unicodedata.normalize("NFKC", text).split()[:longest]
        found = list(chain.from_iterable(map(self._of_word, words)))
        return np.array([self._first, *found[: longest - 2], self._last], dtype=np.int64)

    def _split(self, word: str) -> tuple[int, ...]:
        word = "\u2581" + word[:_LONGEST_WORD]
        best: list[tuple[float, int, int]] = [
            (0.0, 0, 0)
        ]  # of each prefix: its score, where its last piece starts, its id
        for stop in range(1, len(word) + 1):
            options = [(best[stop - 1][0] + self._cost, stop - 1, self._unknown)]
            for start in range(max(0, stop - self._longest), stop):
                piece = self._id.get(word[start:stop])
                if piece is not None:
                    options.append((best[start][0] + self._scores[piece], start, piece))
            best.append(max(options, key=lambda option: option[0]))
        pieces: list[int] = []
        at = len(word)
        while at > 0:
            _, start, piece = best[at]
            if not (pieces and piece == self._unknown == pieces[-1]):
                pieces.append(piece)
            at = start
        return tuple(reversed(pieces))
