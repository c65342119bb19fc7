"""Misspelt words of a trade: a word that no dictionary knows, one slip away from a word of the
pack.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache

SHORTEST = 6
"""Letters that a word needs to be mended: in a shorter one a slip makes another word too often."""


class Slips:
    """The words of a vocabulary found by a spelling one letter off (Damerau): left out, added,
    swapped or mistaken.

    Every word is kept under all its forms with one letter left out (Garbe's symmetric deletes);
    `is_word` says what needs no mending.
    """

    def __init__(self, vocabulary: Iterable[str], is_word: Callable[[str], bool]) -> None:
        self._is_word = is_word
        self._known = {w for w in vocabulary if len(w) >= SHORTEST and w.isalpha()}
        self._forms: dict[str, set[str]] = {}
        for word in self._known:
            for form in (word, *_shorter(word)):
                self._forms.setdefault(form, set()).add(word)
        self._mended = lru_cache(10_000)(self._mend)

    def mend(self, word: str) -> str | None:
        """The only word of the vocabulary that `word` can be a slip of, or None."""
        return self._mended(word) if len(word) >= SHORTEST else None

    def _mend(self, word: str) -> str | None:
        if word in self._known or not word.isalpha() or self._is_word(word):
            return None
        near = {known for form in (word, *_shorter(word)) for known in self._forms.get(form, ())}
        close = {known for known in near if one_slip(word, known)}
        return close.pop() if len(close) == 1 else None


def one_slip(a: str, b: str) -> bool:
    """Whether two different words are one edit or one swap of neighbours apart."""
    if abs(len(a) - len(b)) > 1 or a == b:
        return False
    start = next(
        (i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
    )
    left, right = a[start:], b[start:]
    swapped = left[:2] == right[:2][::-1] and left[2:] == right[2:]
    return swapped or left[1:] == right[1:] or left[1:] == right or left == right[1:]


def _shorter(word: str) -> Iterable[str]:
    return (word[:i] + word[i + 1 :] for i in range(len(word)))
