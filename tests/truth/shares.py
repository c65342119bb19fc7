"""How far shares are from the truth, by how they are estimated: posts labelled by hand, drawn to
shares and sizes.

Artificial prevalence (Forman 2008): posts that have an emotion and posts that have not are drawn
with replacement, so that a day's share and size are known. An interval must hold for the share of
the day, not of the people behind it.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from tests.truth.labelled import Labelled
from transforms.reading import EMOTIONS
from transforms.training.shares import corrected

BANDS = ((0.05, 0.2), (0.2, 0.5), (0.5, 0.9))
SIZES = (20, 100, 500)
DRAWS = 150
LEAST = 10
"""Posts that have an emotion, and that have not, without which nothing can be drawn."""
Z = 1.6448536
Estimate = tuple[np.ndarray, np.ndarray, np.ndarray]


def counted(said: np.ndarray, mean: np.ndarray, n: int, row: dict[str, Any]) -> Estimate:
    """The share of posts at or over the threshold, with Wilson's interval."""
    centre, spread = _wilson(said, n)
    return said, centre - spread, centre + spread


def averaged(said: np.ndarray, mean: np.ndarray, n: int, row: dict[str, Any]) -> Estimate:
    """The mean probability as it is."""
    spread = Z * np.sqrt(mean * (1 - mean) / n)
    return mean, mean - spread, mean + spread


def counted_and_adjusted(
    said: np.ndarray, mean: np.ndarray, n: int, row: dict[str, Any]
) -> Estimate:
    """The count, corrected for true and false positive rates (Forman 2008)."""
    gap = max(row["true_positive_rate"] - row["false_positive_rate"], 0.05)
    centre, spread = _wilson(said, n)
    ends = [
        np.clip((x - row["false_positive_rate"]) / gap, 0, 1)
        for x in (said, centre - spread, centre + spread)
    ]
    return ends[0], ends[1], ends[2]


def adjusted(said: np.ndarray, mean: np.ndarray, n: int, row: dict[str, Any]) -> Estimate:
    """The mean probability, corrected as a whole (Bella et al. 2010)."""
    gap = row["mean_if_true"] - row["mean_if_false"]
    share = np.clip((mean - row["mean_if_false"]) / gap, 0, 1)
    spread = Z * np.sqrt(share * (1 - share) / n)
    return share, share - spread, share + spread


def as_in_the_marts(said: np.ndarray, mean: np.ndarray, n: int, row: dict[str, Any]) -> Estimate:
    """The usual share and how far the day lies from it; usual are the labelled posts as they came."""
    return corrected(mean, n, row, row["usual"], 56 * n)


ESTIMATORS: dict[str, Callable[[np.ndarray, np.ndarray, int, dict[str, Any]], Estimate]] = {
    "count": counted, "mean": averaged, "adjusted count": counted_and_adjusted, "adjusted mean": adjusted,
    "marts": as_in_the_marts,
}  # fmt: skip


def trial(
    labelled: Labelled, thresholds: dict[str, float], rates: list[dict[str, Any]], seed: int = 17
) -> pd.DataFrame:
    """One row per language, band of shares, posts of the day, emotion and estimator: error,
    coverage, draws.
    """
    rows: list[dict[str, Any]] = []
    for row in rates:
        mine, place = labelled.of(row["language"]), EMOTIONS.index(row["emotion"])
        felt, read = mine.felt[:, place], mine.read[:, place]
        if min(felt.sum(), (~felt).sum()) < LEAST:
            continue
        rng = np.random.default_rng([seed, place])
        for band in BANDS:
            for n in SIZES:
                truth, said, mean = _days(felt, read, thresholds[row["emotion"]], band, n, rng)
                about = {
                    "language": row["language"],
                    "emotion": row["emotion"],
                    "band": band,
                    "posts": n,
                }
                known = row | {"usual": float(read.mean())}
                rows += [about | judged for judged in _judged(truth, said, mean, n, known)]
    return pd.DataFrame(rows)


def cells(found: pd.DataFrame) -> pd.DataFrame:
    """Per language, band and size: each estimator's mean error, and how often the marts' interval
    holds the truth.
    """
    keys = ["language", "band", "posts"]
    errors = found.pivot_table(index=keys, columns="estimator", values="error")
    marts = found[found["estimator"] == "marts"].groupby(keys)
    return errors.assign(
        covered=marts["covered"].mean(), width=marts["width"].mean(), draws=marts["draws"].sum()
    )


def _judged(
    truth: np.ndarray, said: np.ndarray, mean: np.ndarray, n: int, row: dict[str, Any]
) -> Iterator[dict]:
    for name, estimate in ESTIMATORS.items():
        share, low, high = estimate(said, mean, n, row)
        yield {
            "estimator": name, "error": float(np.abs(share - truth).mean()), "draws": len(truth),
            "covered": float(((low <= truth) & (truth <= high)).mean()), "width": float((high - low).mean()),
        }  # fmt: skip


def _days(
    felt: np.ndarray,
    read: np.ndarray,
    threshold: float,
    band: tuple[float, float],
    n: int,
    rng: np.random.Generator,
) -> Estimate:
    """`DRAWS` days of `n` posts: their true share, the share at or over the threshold, and the mean
    probability.
    """
    yes, no = read[felt], read[~felt]
    counts = rng.binomial(n, rng.uniform(*band, DRAWS))
    days = [np.concatenate([rng.choice(yes, k), rng.choice(no, n - k)]) for k in counts]
    return (
        counts / n,
        np.array([(day >= threshold).mean() for day in days]),
        np.array([day.mean() for day in days]),
    )


def _wilson(share: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    whole = n + Z**2
    return (share * n + Z**2 / 2) / whole, Z * np.sqrt(share * (1 - share) * n + Z**2 / 4) / whole
