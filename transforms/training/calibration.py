"""From logits to honest probabilities, and from probabilities to yes or no."""

import numpy as np

from transforms.reading import EMOTIONS
from transforms.training.data import Examples

JUDGES = ("goemotions", "xed_en", "xed_fr", "brighter_eng")
"""Data sets whose F1 a threshold must serve, each as much as the others."""

MOST = 2.0


def thresholds(probabilities: np.ndarray, examples: Examples) -> dict[str, float]:
    """Per emotion, the one threshold with the best F1 summed over the data sets of `JUDGES` that annotate it.

    None that says yes more than `MOST` times as often as is true in one of them: F1 alone would call every second
    text angry.
    """
    chosen = {}
    for j, emotion in enumerate(EMOTIONS):
        sets = []
        for name in JUDGES:
            rows = (examples.frame["data_set"] == name).to_numpy() & ~np.isnan(examples.targets[:, j])
            if rows.any():
                sets.append((probabilities[rows, j], examples.targets[rows, j] == 1))
        grid = np.arange(0.05, 0.7, 0.01)
        scores = [sum(f1(p >= t, y) for p, y in sets) - _excess(sets, t) for t in grid]
        smooth = np.convolve(np.pad(scores, 2, mode="edge"), np.ones(5) / 5, mode="valid")
        chosen[emotion] = round(float(grid[int(np.argmax(smooth))]), 2)
    return chosen


def _excess(sets: list[tuple[np.ndarray, np.ndarray]], threshold: float) -> float:
    return sum(max(0.0, float((p >= threshold).sum()) / max(1.0, float(y.sum())) - MOST) for p, y in sets)


def f1(said: np.ndarray, true: np.ndarray) -> float:
    return float(2 * (said & true).sum() / max(1, said.sum() + true.sum()))


def calibration_error(probabilities: np.ndarray, true: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error (Naeini et al. 2015): mean gap of probability and frequency over ten equal bins."""
    place = np.minimum((probabilities * bins).astype(int), bins - 1)
    gaps = [
        abs(probabilities[place == b].mean() - true[place == b].mean()) * (place == b).mean()
        for b in range(bins)
        if (place == b).any()
    ]
    return float(sum(gaps))
