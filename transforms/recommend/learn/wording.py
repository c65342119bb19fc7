"""What a post says beyond its theme: its place along the few directions in which past posts' words differ most."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

DIRECTIONS = 24
POSTS_EACH = 4
"""A direction needs four past posts that differ."""


@dataclass(frozen=True)
class Wording:
    """Latent semantic directions of one community's past posts (Deerwester et al. 1990)."""

    words: TfidfVectorizer
    directions: TruncatedSVD
    centre: np.ndarray

    @property
    def names(self) -> list[str]:
        return [f"wording={i}" for i in range(len(self.centre))]

    def places(self, texts: Sequence[str]) -> np.ndarray:
        """Where each text lies (texts, directions); the usual wording of the past is zero."""
        if not len(texts):
            return np.empty((0, len(self.centre)))
        return self.directions.transform(self.words.transform(texts)) - self.centre


def learn(texts: Sequence[str]) -> Wording | None:
    """The directions of past texts; None when they are too few, or hold no word twice."""
    words = TfidfVectorizer(min_df=2, sublinear_tf=True)
    try:
        found = words.fit_transform(texts)
    except ValueError:
        return None
    many = min(DIRECTIONS, len(set(texts)) // POSTS_EACH, found.shape[1] - 1)
    if many < 2:
        return None
    directions = TruncatedSVD(many, random_state=0)
    return Wording(words, directions, directions.fit_transform(found).mean(axis=0))
