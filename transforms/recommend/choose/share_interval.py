"""The 90 % interval of an emotion's share in the replies to one post, when nobody knows how many
will reply.

A share among few replies can only be 0, 1/3, 1/2 …, so no interval holds exactly 90 %, and the
central one holds 95 % because nothing lies below zero. Among the intervals that are foreseen to
hold about 90 %, this is the one with the best expected interval score (Gneiting and Raftery 2007).
"""

import numpy as np
from scipy.special import betaln, gammaln

MASS = (0.85, 0.91)
PENALTY = 20.0
"""2 / alpha for 90 %."""
SIZES = 8
STEP = 1e-4
"""An end that leaves a possible share out lies this far inside it: the fourth decimal is the last one stored."""
MOST_BELOW = 0.11


def interval(mean: float, weight: float, sizes: np.ndarray) -> tuple[float, float]:
    """Low and high for a share foreseen as `mean`, in posts as alike as `weight` says; `sizes`:
    replies of past posts.

    The share is beta-binomial for each number of replies (Kleinman 1973), averaged over the past
    posts' numbers.
    """
    shares, mass = _possible(min(max(mean, 1e-4), 1 - 1e-4), weight, sizes)
    below = np.concatenate([[0.0], np.cumsum(mass)])
    first, last = np.meshgrid(
        np.flatnonzero(below[:-1] <= MOST_BELOW), np.arange(len(shares)), indexing="ij"
    )
    first, last = first[last >= first], last[last >= first]
    held = below[last + 1] - below[first]
    near = (held >= MASS[0]) & (held <= MASS[1])
    if not near.any():
        gap = np.abs(held - 0.9)
        near = gap <= gap.min() + 1e-12
    first, last = first[near], last[near]
    under, over = below[first], 1 - below[last + 1]
    low = np.where(under <= 1 / PENALTY, shares[first], shares[np.maximum(first - 1, 0)] + STEP)
    beyond = shares[np.minimum(last + 1, len(shares) - 1)] - STEP
    high = np.where(
        over <= 1 / PENALTY, shares[last], np.where(last + 1 < len(shares), beyond, 1.0)
    )
    first_moment = np.concatenate([[0.0], np.cumsum(mass * shares)])
    missed = (
        low * under - first_moment[first] + first_moment[-1] - first_moment[last + 1] - high * over
    )
    best = int((high - low + PENALTY * missed).argmin())
    return min(mean, float(low[best])), max(mean, float(high[best]))


def _possible(mean: float, weight: float, sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Every share that can come and its probability, in order."""
    usual = np.quantile(sizes, (np.arange(SIZES) + 0.5) / SIZES).round().clip(min=1).astype(int)
    shares, mass = [], []
    for size, times in zip(*np.unique(usual, return_counts=True), strict=True):
        count = np.arange(size + 1)
        a, b = mean * weight, (1 - mean) * weight
        ways = gammaln(size + 1) - gammaln(count + 1) - gammaln(size - count + 1)
        shares.append(count / size)
        mass.append(
            times / SIZES * np.exp(ways + betaln(count + a, size - count + b) - betaln(a, b))
        )
    values, place = np.unique(np.concatenate(shares).round(6), return_inverse=True)
    total = np.bincount(place, np.concatenate(mass))
    return values, total / total.sum()
