"""How much a post is like those that only a human may answer, whatever its words: what the rules of
`human.yml` have no word for.

A post is compared with those that were written to tell calls for help from ordinary talk, and looked
through for what may be at stake (`signs.yml`): the weights are learnt by
`python -m transforms.training.ship.alarm`, also from posts of many trades.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from scipy.spatial.distance import cdist

from transforms.enrich.run import encode
from transforms.report.content.replies.worded import expression, fold, groups
from transforms.report.facts.facts import ShownPost
from transforms.report.facts.shown_posts import SURE

FILE = Path(__file__).with_suffix(".npz")
NARROW = 2.0
"""How fast likeness fades with the distance of two sentence vectors."""
CONTENT = 0.1
"""Sentiment (-1 to 1) from which on a post is no call for help."""


def raised_by(posts: Sequence[ShownPost]) -> set[tuple[str, str]]:
    """(network, id) of the posts that are like a call for help; praise and content ones are none."""
    troubled = [post for post in posts if post.text.strip() and not _content(post)]
    if not troubled:
        return set()
    weights = _weights()
    texts = [post.text for post in troubled]
    scores = weights.scores(encode(texts), signs(texts))
    return {
        (post.network, post.post_id)
        for post, score in zip(troubled, scores.tolist(), strict=True)
        if score >= weights.threshold
    }


class Weights:
    """How much what a post says, its likeness to each of the posts that were written for it, and its
    words speak for a call for help (a line, and a network of radial basis functions: Broomhead & Lowe 1988).
    """

    def __init__(self, posts: np.ndarray, weights: np.ndarray, threshold: float) -> None:
        self.posts, self.weights = posts.astype(np.float16), weights.astype(np.float32)
        self.threshold = threshold

    @classmethod
    def load(cls, file: Path = FILE) -> "Weights":
        with np.load(file, allow_pickle=False) as stored:
            return cls(stored["posts"], stored["weights"], float(stored["threshold"]))

    def save(self, file: Path = FILE) -> None:
        np.savez_compressed(file, posts=self.posts, weights=self.weights, threshold=self.threshold)

    def scores(self, vectors: np.ndarray, signs: np.ndarray) -> np.ndarray:
        """(n,): how much each is like a call for help."""
        seen = compared(vectors, signs, self.posts)
        return (seen @ self.weights.astype(np.float64)).round(4)


def signs(texts: Sequence[str]) -> np.ndarray:
    """(n, kinds): 1 where the text has words of what may be at stake, else 0."""
    words = [expression("signs", kind) for kind in groups("signs")]
    folded = map(fold, texts)
    return np.array(
        [[bool(one.search(text)) for one in words] for text in folded], dtype=np.float64
    )


def compared(vectors: np.ndarray, signs: np.ndarray, posts: np.ndarray) -> np.ndarray:
    """(n, m + width + kinds): the likeness of each vector to each of the m posts' (1 where they say the
    same, near 0 where they have nothing in common), the vector itself and the signs of its text.
    """
    these, those = vectors.astype(np.float64), posts.astype(np.float64)
    return np.hstack([np.exp(-NARROW * cdist(these, those, "sqeuclidean")), these, signs])


@lru_cache(1)
def _weights() -> Weights:
    return Weights.load()


def _content(post: ShownPost) -> bool:
    praises = post.intent == "praise" and post.certainty >= SURE
    return praises or post.emotion in ("joy", "trust") or (post.sentiment or 0) >= CONTENT
