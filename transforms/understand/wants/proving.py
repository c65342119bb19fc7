"""Which posts prove a want."""

from collections.abc import Sequence

import numpy as np

from transforms.understand.asked import ReadPost
from transforms.understand.wants.names import Name, middle

PROVEN = 0.4
"""Nearness of a post to its want's middle from which on it may prove the want."""
ENTAILED = 0.35
"""Nearness of a post to what names its want from which on it may prove the want."""
CLEAR = 0.8
"""Fit of a phrase from which on a post proves the want that it names."""
PROOFS = 5
"""Posts that are shown of one want."""


def proofs(
    posts: Sequence[ReadPost], vectors: np.ndarray, name: Name, fit: np.ndarray | None = None
) -> list[int]:
    """The posts that show the want, at most `PROOFS`, each by another person: those that the phrase
    fits clearly first, of them the outspoken, then the nearest. A post is shown where it lies near
    the want's middle and near what names it, or where the phrase that names it fits clearly.

    fit: (n,) how well the phrase fits each post, 0 where nobody asked.
    """
    fit = np.zeros(len(posts)) if fit is None else fit
    near, entailed = vectors @ middle(posts, vectors), vectors @ name.meaning
    shows = ((near >= PROVEN) & (entailed >= ENTAILED)) | (fit >= CLEAR)
    fit = np.maximum((near + entailed) / 2, fit)
    order = sorted(
        np.flatnonzero(shows).tolist(),
        key=lambda i: (
            round(float(fit[i]), 4) < CLEAR,
            not posts[i].explicit,
            -round(float(fit[i]), 4),
            i,
        ),
    )
    first_of: dict[str, int] = {}
    for i in order:
        first_of.setdefault(posts[i].author_id, i)
    return list(first_of.values())[:PROOFS]
