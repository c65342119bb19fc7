"""What a post's words bring beyond its theme, form, tone and hour, learnt from all of the
community's past posts.

Ridge regression of the log ratio to the usual on the sentence's vector and on its runs of one to
three words. Its score stands as one column among the other effects, which decide how far it is
believed; for the posts that it was learnt from it is the score of a regression that had not seen
them. Old posts count like new ones: taste may change in weeks, what words do does not. How often it
names the better of two headlines, `tests/benchmarks/recommend_headlines.py` says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:  # a second to import, and a short history asks for neither
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import Ridge

ENOUGH_TEXTS = 40
"""Different texts below which words are left alone."""
FOLDS = 5
PENALTY = 10.0
"""The ridge: what a sentence vector of length one weighs against."""
NAME = "wording=score"
REMEMBERED = 50_000
"""Texts whose vectors a process keeps."""
_known: dict[str, np.ndarray] = {}


@dataclass(frozen=True)
class Wording:
    """The regression, and what makes its scores of one community's past comparable."""

    words: "TfidfVectorizer"
    model: "Ridge"
    centre: float
    spread: float

    @property
    def names(self) -> list[str]:
        return [NAME]

    def places(self, texts: Sequence[str]) -> np.ndarray:
        """The score of each text (texts, 1); the usual wording of the past is zero, its standard
        deviation one.
        """
        if not len(texts):
            return np.empty((0, 1))
        return ((self.model.predict(_seen(self.words, texts)) - self.centre) / self.spread)[:, None]


@dataclass(frozen=True)
class Learnt:
    """The wording, and for each post it was learnt from the score that the other posts give it."""

    wording: Wording
    unseen: np.ndarray


def learn_wording(texts: Sequence[str], lift: np.ndarray) -> Learnt | None:
    """What the past texts teach of their `lift`; None when they are too few, all alike, or hold no
    word twice.
    """
    if len(set(texts)) < ENOUGH_TEXTS or float(np.std(lift)) == 0.0:
        return None
    from sklearn.feature_extraction.text import TfidfVectorizer

    words = TfidfVectorizer(ngram_range=(1, 3), min_df=2, sublinear_tf=True)
    try:
        words.fit(texts)
    except ValueError:
        return None
    rows, target = _seen(words, texts), lift - lift.mean()
    fold = np.arange(len(texts)) % FOLDS
    unseen = np.zeros(len(texts))
    for one in range(FOLDS):
        mine = fold == one
        unseen[mine] = _fitted(rows[~mine], target[~mine]).predict(rows[mine])
    spread = float(unseen.std())
    if spread < 1e-6:
        return None
    wording = Wording(words, _fitted(rows, target), float(unseen.mean()), spread)
    return Learnt(wording, (unseen - unseen.mean())[:, None] / spread)


def _fitted(rows: sparse.csr_matrix, target: np.ndarray) -> "Ridge":
    from sklearn.linear_model import Ridge

    return Ridge(alpha=PENALTY, solver="sparse_cg", max_iter=200, tol=1e-3).fit(rows, target)


def _seen(words: "TfidfVectorizer", texts: Sequence[str]) -> sparse.csr_matrix:
    vectors = _vectors(texts).astype(np.float64)
    return sparse.hstack([sparse.csr_matrix(vectors), words.transform(texts)]).tocsr()


def _vectors(texts: Sequence[str]) -> np.ndarray:
    """The sentences' vectors, each the same whatever the others are; a text is read once in a
    process, with the others that are new.
    """
    from transforms.enrich.model.vectors import of_sentences

    new = [text for text in dict.fromkeys(texts) if text not in _known]
    if len(_known) + len(new) > REMEMBERED:
        _known.clear()
        new = list(dict.fromkeys(texts))
    if new:
        _known.update(zip(new, of_sentences(new), strict=True))
    return np.array([_known[text] for text in texts])
