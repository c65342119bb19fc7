"""Texts that say the same in other words, or in the other language, put together."""

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage

ALIKE = 0.45
"""Average cosine from which on two groups are one."""


def group(vectors: np.ndarray, alike: float = ALIKE) -> np.ndarray:
    """A number per text, the same for texts of one group (average link on the cosine), in order of appearance."""
    if len(vectors) < 2:
        return np.zeros(len(vectors), dtype=int)
    distances = 1 - np.clip(vectors.astype(np.float64) @ vectors.astype(np.float64).T, -1, 1)
    upper = distances[np.triu_indices(len(vectors), 1)]
    labels = fcluster(linkage(np.maximum(upper, 0), "average"), 1 - alike, "distance")
    return in_order(labels)


def in_order(labels: np.ndarray) -> np.ndarray:
    """The same groups, numbered by their first member."""
    numbers: dict[int, int] = {}
    return np.array([numbers.setdefault(int(label), len(numbers)) for label in labels], dtype=int)
