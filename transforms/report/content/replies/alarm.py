"""How much a post is like those that only a human may answer, whatever its words: what the rules of
`human.yml` have no word for.

The weights are learnt by `python -m transforms.training.ship.alarm` from posts written for it and
from ordinary ones; the sentence vectors know none of them, and hold for trades that taught nothing.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from transforms.enrich.run import encode
from transforms.report.facts.facts import ShownPost
from transforms.report.facts.shown_posts import SURE

FILE = Path(__file__).with_suffix(".npz")
CONTENT = 0.1
"""Sentiment (-1 to 1) from which on a post is no call for help."""


def raised_by(posts: Sequence[ShownPost]) -> set[tuple[str, str]]:
    """(network, id) of the posts that are like a call for help; praise and content ones are none."""
    troubled = [post for post in posts if post.text.strip() and not _content(post)]
    if not troubled:
        return set()
    weights = _weights()
    scores = weights.scores(encode([post.text for post in troubled]))
    return {
        (post.network, post.post_id)
        for post, score in zip(troubled, scores.tolist(), strict=True)
        if score >= weights.threshold
    }


class Weights:
    """A line through the space of sentence vectors: on its far side lie calls for help."""

    def __init__(self, direction: np.ndarray, threshold: float) -> None:
        self.direction, self.threshold = direction.astype(np.float64), threshold

    @classmethod
    def load(cls, file: Path = FILE) -> "Weights":
        with np.load(file, allow_pickle=False) as stored:
            return cls(stored["direction"], float(stored["threshold"]))

    def save(self, file: Path = FILE) -> None:
        np.savez_compressed(
            file, direction=self.direction.astype(np.float32), threshold=self.threshold
        )

    def scores(self, vectors: np.ndarray) -> np.ndarray:
        """(n,): how far each lies on that side."""
        return (vectors.astype(np.float64) @ self.direction).round(4)


@lru_cache(1)
def _weights() -> Weights:
    return Weights.load()


def _content(post: ShownPost) -> bool:
    praises = post.intent == "praise" and post.certainty >= SURE
    return praises or post.emotion in ("joy", "trust") or (post.sentiment or 0) >= CONTENT
