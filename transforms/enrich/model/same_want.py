"""What tells wants apart in a sentence vector, learnt and kept beside the model of posts.

A sentence vector knows what a text is like in every respect: its trade, its tone, its language.
The directions kept here are those in which posts of one trade that want the same lie close and
those that want something else lie far; `training/ship/same_want.py` learns them. The encoder below
has read no want, so that they hold for trades that taught nothing.
"""

from functools import lru_cache
from pathlib import Path

import numpy as np

from transforms.enrich.model.exact_products import WholeNumbers
from transforms.enrich.model.post_model import TRAINED

FILE = "same_want.npz"


class SameWant:
    """Directions (512, d) as seen from `middle` (512,), and `alike`: the average likeness from
    which on two groups want the same among a hundred posts, and how much more it takes with each
    doubling of the posts.
    """

    def __init__(
        self, middle: np.ndarray, directions: np.ndarray, alike: tuple[float, float]
    ) -> None:
        self.middle, self.directions = (one.astype(np.float32) for one in (middle, directions))
        self.alike = alike
        self._along = WholeNumbers(self.directions.astype(np.float64))

    @classmethod
    def load(cls, folder: Path = TRAINED) -> "SameWant":
        """What lies beside the model of a folder, by default the committed one."""
        with np.load(folder / FILE, allow_pickle=False) as stored:
            return cls(stored["middle"], stored["directions"], tuple(stored["alike"].tolist()))

    def save(self, folder: Path) -> None:
        """Write it beside the model of a folder; the same learnt gives the same bytes."""
        np.savez_compressed(
            folder / FILE,
            middle=self.middle,
            directions=self.directions,
            alike=np.array(self.alike),
        )

    def placed(self, vectors: np.ndarray) -> np.ndarray:
        """(n, d) unit: where sentence vectors lie by what is wanted, each whatever the others are."""
        rows = self._along((vectors - self.middle).astype(np.float64))
        norms = np.maximum(np.sqrt(np.einsum("ij,ij->i", rows, rows)), 1e-9)
        return (rows / norms[:, None]).astype(np.float32)


@lru_cache(1)
def same_want() -> SameWant:
    """What lies beside the committed model, read once."""
    return SameWant.load()
