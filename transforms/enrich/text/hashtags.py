"""The words that a hashtag runs together: by its capitals, and where it has none by how often words
are said.
"""

import re
from functools import lru_cache

from transforms.enrich.text.frequencies import LANGUAGES, chances, is_heard

_HUMPS = re.compile(
    r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])|(?<=[A-ZÀ-Þ])(?=[A-ZÀ-Þ][a-zà-ÿ])|(?<=[^\W\d])(?=\d)|(?<=\d)(?=[^\W\d])|_"
)
_SHORTEST, _LONGEST = 6, 40
"""Letters of a run of words that is cut: a shorter one is a name as often, a longer one is noise."""
_LONGEST_WORD = 20
_WORDS_OF_ONE = frozenset("aàiy")
_ELIDED = frozenset("cdjlmnst")
"""What an apostrophe leaves of a word."""
_ELISION = 4.0
"""What such a letter costs beside its own surprise: rather no cut than letters strewn."""
_NAME = 15.0, 1.5
"""What it costs to leave a run as it is: a word that nobody knows, and more the longer it is."""


@lru_cache(10_000)
def words_of(tag: str) -> str:
    """The words of a hashtag without its #, parted by blanks: « JenAiMarre » and "jenaimarre" are «
    je n ai marre ».
    """
    return " ".join(word for part in _HUMPS.split(tag) if part for word in _cut(part))


def _cut(run: str) -> list[str]:
    """The cheapest words that make up a run, or the run itself where that is cheaper (Viterbi)."""
    lowered = run.lower()
    if not _SHORTEST <= len(run) <= _LONGEST or len(lowered) != len(run) or is_heard(lowered):
        return [run]
    best: list[tuple[float, int]] = [(0.0, 0)]
    for stop in range(1, len(run) + 1):
        options = ((best[start][0] + _cost(lowered[start:stop]), start)
                   for start in range(max(0, stop - _LONGEST_WORD), stop))  # fmt: skip
        best.append(min(options))
    if best[-1][0] > _NAME[0] + _NAME[1] * len(run):
        return [run]
    words, stop = [], len(run)
    while stop:
        start = best[stop][1]
        words.append(run[start:stop])
        stop = start
    return words[::-1]


@lru_cache(50_000)
def _cost(word: str) -> float:
    """How surprising a word is in the language that says it more often; letters that are no word
    cannot be.
    """
    elided = word in _ELIDED
    if not is_heard(word) or (len(word) == 1 and not elided and word not in _WORDS_OF_ONE):
        return float("inf")
    return _ELISION * elided - max(chances(word)[: LANGUAGES.index("en") + 1])
