"""Posts that want the same thing put together by what they mean; what was together before stays
together.
"""

from dataclasses import dataclass

import numpy as np
from sklearn.cluster import AgglomerativeClustering

JOINS = 0.05
"""How much nearer than two groups that are one an implied want lies to the middle of a said one that it joins."""
MOST = 3_000
"""Points that are compared with each other; posts beyond them join the nearest group."""


@dataclass(frozen=True)
class Alike:
    """Average likeness (cosine, of what is not usual) from which on two groups want the same.

    The more posts there are, the more groups lie near each other by chance: it takes more with each
    doubling. One setting for every trade and language; whoever knows the meanings says it.
    """

    of_a_hundred: float = 0.15
    a_doubling: float = 0.03

    def among(self, posts: int) -> float:
        """The likeness it takes among so many posts."""
        return self.of_a_hundred + self.a_doubling * max(0.0, float(np.log2(max(posts, 1) / 100)))


def gather(
    vectors: np.ndarray, said: np.ndarray, before: list[str | None], alike: float
) -> np.ndarray:
    """A number per post, the same for those that want the same, in order of appearance.

    What is said outright is linked first (average link), and what is implied joins the nearest of
    those wants; the rest is linked with its like. A hint is understood by who says it outright.

    vectors: (n, d), unit, what is usual taken away. said: (n,) bool. before: the want that a post
    was in already; those of one want count as one point that is said, their mean, whose products
    with others are the average likeness of their members (Sokal and Michener 1958).
    """
    if not len(vectors):
        return np.zeros(0, dtype=int)
    point_of, points = _points(vectors, before)
    anchor = np.zeros(len(points), dtype=bool)
    anchor[point_of[said | np.array([bool(want) for want in before])]] = True
    labels = np.full(len(points), -1)
    labels[anchor] = _gathered(points[anchor], alike)
    if anchor.any() and not anchor.all():
        middles = _middles(points[anchor], labels[anchor])
        likeness = points[~anchor] @ middles.T
        near = likeness.max(axis=1) >= alike + JOINS
        labels[~anchor] = np.where(near, likeness.argmax(axis=1), -1)
    alone = labels < 0
    labels[alone] = labels.max() + 1 + _gathered(points[alone], alike)
    return in_order(labels[point_of])


def _gathered(points: np.ndarray, alike: float) -> np.ndarray:
    """The groups of points; those beyond `MOST` join the nearest, or stay alone."""
    compared = points[:MOST]
    labels = np.arange(len(points))
    labels[: len(compared)] = _linked(compared, alike)
    for late in range(MOST, len(points)):
        likeness = compared @ points[late]
        nearest = int(likeness.argmax())
        labels[late] = labels[nearest] if likeness[nearest] >= alike else len(points) + late
    return in_order(labels)


def _middles(points: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """(groups, d), unit: the middle of each group's points."""
    sums = np.zeros((labels.max() + 1, points.shape[1]))
    np.add.at(sums, labels, points)
    return sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)


def _points(vectors: np.ndarray, before: list[str | None]) -> tuple[np.ndarray, np.ndarray]:
    """Which point each post is, and the points: the wants that were, then the posts that were in
    none.
    """
    known = {want: place for place, want in enumerate(sorted({want for want in before if want}))}
    point_of = np.zeros(len(before), dtype=int)
    following = len(known)
    for row, want in enumerate(before):
        point_of[row] = known[want] if want else following
        following += not want
    sums = np.zeros((following, vectors.shape[1]))
    np.add.at(sums, point_of, vectors.astype(np.float64))
    return point_of, sums / np.bincount(point_of, minlength=following)[:, None]


def _linked(points: np.ndarray, alike: float) -> np.ndarray:
    if len(points) < 2:
        return np.zeros(len(points), dtype=int)
    distances = (1 - np.clip(points @ points.T, -1, 1)).round(6)
    linking = AgglomerativeClustering(
        n_clusters=None, distance_threshold=1 - alike, metric="precomputed", linkage="average"
    )
    return linking.fit_predict(distances)


def in_order(labels: np.ndarray) -> np.ndarray:
    """The same groups, numbered by their first member."""
    numbers: dict[int, int] = {}
    return np.array([numbers.setdefault(int(label), len(numbers)) for label in labels], dtype=int)
