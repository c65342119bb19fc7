"""What is usual at an hour of the week, from the same hours of past weeks.

The count of an hour is taken as negative binomial: its mean is that of the same hour of the same
weekday, drawn towards the same hour of every day; its variance is Poisson's, what the mean itself
is unsure of, and a spread that all the hours share (fitted by moments, after Bliss & Fisher 1953).
"""

from dataclasses import dataclass

import numpy as np
import scipy

WEEKS = 8
DAYS = 7 * WEEKS
PULL = 4.0
"""Weeks that the mean of all weekdays counts for beside the weeks of the weekday itself."""
LEAST = 0.05
"""People; no hour is so quiet that nobody is ever expected."""
STRANGE = 1e-6
"""A past hour this improbable was no usual one: it is left out, and what is usual is fitted again."""
LOUD = 3.0
"""Standard deviations below which no count is that improbable, so that few tails are computed."""
FEWEST_WEEKS = 3
MOST_GROWN = 3.0
"""By how many times the last week may raise what is usual."""


@dataclass(frozen=True)
class Usual:
    """What is expected of an hour: the mean, and the size of the negative binomial (variance = mean
    + mean²/size).
    """

    mean: float
    size: float

    def tail(self, count: int) -> float:
        """The probability of so many or more."""
        return float(
            scipy.stats.nbinom.sf(count - 1, self.size, self.size / (self.size + self.mean))
        )


def usual(counts: np.ndarray, known: np.ndarray) -> Usual | None:
    """What is usual in the hour that the first column is about; None with fewer than three weeks.

    counts: (DAYS, 24) people; row d is d + 1 days ago, column j is j hours earlier. known: the cells
    that were listened to.
    """
    if known[6::7, 0].sum() < FEWEST_WEEKS:
        return None
    calm = known & ~_strange(counts, known)
    mean, _, spread = _fit(counts, calm)
    level = _level(counts[:7], mean[:7], calm[:7])
    expected = max(level * _mean(counts, calm), LEAST)
    more = expected / (calm[6::7, 0].sum() + PULL) + spread * expected**2
    return Usual(expected, expected**2 / more)


def _strange(counts: np.ndarray, known: np.ndarray) -> np.ndarray:
    """The past hours in which so many were upset that they were no usual ones, by what the quieter
    nine days in ten make usual: a crisis must not hide behind the spread that it brings.
    """
    days = np.argsort(np.where(known, counts, 0).sum(1))[-DAYS // 10 :]
    quieter = known.copy()
    quieter[days] = False
    mean, weeks, spread = _fit(counts, quieter)
    more = mean / (weeks + PULL) + spread * mean**2
    loud = counts > mean + LOUD * np.sqrt(mean + more)
    size, few = mean[loud] ** 2 / more[loud], counts[loud] - 1
    found = np.zeros(counts.shape, dtype=bool)
    found[loud] = scipy.stats.nbinom.sf(few, size, size / (size + mean[loud])) < STRANGE
    return found & known


def _fit(counts: np.ndarray, calm: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """For each past hour the mean of the others like it and of how many weeks that is; and the
    spread of all.
    """
    weight = calm.astype(float)
    ours = (counts * weight).reshape(WEEKS, 7, 24)
    cells = weight.reshape(WEEKS, 7, 24)
    of_days = (ours.sum((0, 1)) / np.maximum(cells.sum((0, 1)), 1))[None, None, :]
    weeks = cells.sum(0)[None] - cells
    mean = (ours.sum(0)[None] - ours + PULL * of_days) / (weeks + PULL)
    mean, weeks = np.maximum(mean.reshape(DAYS, 24), LEAST), weeks.reshape(DAYS, 24)
    surplus = ((counts - mean) ** 2 - mean - mean / (weeks + PULL)) * weight
    spread = float(surplus.sum() / max((mean**2 * weight).sum(), LEAST))
    return mean, weeks, max(spread, 0.0)


def _mean(counts: np.ndarray, calm: np.ndarray) -> float:
    """The mean of the hour itself, over its past weeks and the same hour of other days."""
    hour, cells = counts[:, 0], calm[:, 0]
    of_days = hour[cells].mean() if cells.any() else 0.0
    same = cells[6::7]
    return float((hour[6::7][same].sum() + PULL * of_days) / (same.sum() + PULL))


def _level(counts: np.ndarray, mean: np.ndarray, calm: np.ndarray) -> float:
    """How much louder the last week was than the weeks before it, at least 1: a community that grows
    is not in a crisis.
    """
    expected = float(mean[calm].sum())
    return min(max(float(counts[calm].sum()) / expected, 1.0), MOST_GROWN) if expected else 1.0
