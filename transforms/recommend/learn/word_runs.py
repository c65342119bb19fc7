"""Texts by their runs of one to three words, each run weighed by how few texts have it.

The numbers are those of scikit-learn's `TfidfVectorizer(ngram_range=(1, 3), min_df=2,
sublinear_tf=True)`, to which a test holds them. Importing that takes a second of processor, a third
of what `cmr anticipate` has.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

LONGEST = 3
"""Words of the longest run."""
SHARED_BY = 2
"""Texts that have a run before it counts."""
_WORD = re.compile(r"\b\w\w+\b")


@dataclass(frozen=True)
class WordRuns:
    """The column of every run that counts, and its weight."""

    places: dict[str, int]
    weight: np.ndarray

    def rows(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """One row of length one per text; a text without any known run is all zeros."""
        values: list[float] = []
        columns: list[int] = []
        ends = [0]
        for text in texts:
            found = Counter(self.places[run] for run in _runs(text) if run in self.places)
            row = (1 + np.log([*found.values()])) * self.weight[[*found]] if found else np.empty(0)
            values.extend(row / (np.sqrt(row @ row) or 1))
            columns.extend(found)
            ends.append(len(columns))
        return sparse.csr_matrix((values, columns, ends), shape=(len(texts), len(self.places)))


def learn(texts: Sequence[str]) -> WordRuns | None:
    """The runs that two or more of the texts have; None when there are none."""
    many = Counter(run for text in texts for run in set(_runs(text)))
    kept = sorted(run for run, in_texts in many.items() if in_texts >= SHARED_BY)
    if not kept:
        return None
    weight = 1 + np.log((1 + len(texts)) / (1 + np.array([many[run] for run in kept])))
    return WordRuns({run: place for place, run in enumerate(kept)}, weight)


def _runs(text: str) -> Iterator[str]:
    words = _WORD.findall(text.lower())
    for length in range(1, LONGEST + 1):
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])
