"""Texts that say the same in other words, or in the other language, put together."""

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage

ALIKE = 0.18
"""Average likeness from which on two groups are one; one setting for every trade and language."""
NEIGHBOURLY = 0.1
"""Likeness from which on texts are neighbours."""


def group(likeness: np.ndarray, alike: float = ALIKE) -> np.ndarray:
    """A number per text, the same for texts of one group (average link), in order of appearance.

    likeness: (n, n), 0..1.
    """
    if len(likeness) < 2:
        return np.zeros(len(likeness), dtype=int)
    distances = 1 - steadied((likeness.astype(np.float64) + likeness.T) / 2)
    upper = np.maximum(distances[np.triu_indices(len(likeness), 1)], 0)
    return in_order(fcluster(linkage(upper.round(6), "average"), 1 - alike, "distance"))


def steadied(likeness: np.ndarray) -> np.ndarray:
    """(n, n), symmetric, 0..1: half the likeness itself, half that of the texts which each
    resembles.

    Two texts that share no word, but are both like a third, are nearer than two that have nothing
    in common.
    """
    near = np.where(likeness >= NEIGHBOURLY, likeness, 0)
    np.fill_diagonal(near, 0)
    near /= np.maximum(near.sum(axis=1, keepdims=True), 1e-9)
    around = near @ likeness
    return (2 * likeness + around + around.T) / 4


def in_order(labels: np.ndarray) -> np.ndarray:
    """The same groups, numbered by their first member."""
    numbers: dict[int, int] = {}
    return np.array([numbers.setdefault(int(label), len(numbers)) for label in labels], dtype=int)
