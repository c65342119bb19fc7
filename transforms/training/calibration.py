"""From logits to honest probabilities, and from probabilities to yes or no: by held-out posts to
brands first.
"""

import numpy as np
import scipy.optimize

from transforms.enrich.model.post_model import LANGUAGES, OUTPUTS
from transforms.reading import EMOTIONS, INTENTS
from transforms.training.data import Examples
from transforms.training.labels import data_sets

_EASE = 8.0
"""How strongly a slope is held near 1, in rows: a few held-out posts shall not bend what thousands taught."""
_ENOUGH = 25
"""Rows of either kind from which a language has a shift of its own."""
MOST = 2.0
"""How many times more often than is true a threshold may say yes in a set: F1 alone would call every post angry."""

FALSE = {"irony": 0.08, "wants": 0.10}
"""Share of posts that mean what they say, or want nothing, and may be thought not to."""

SENTIMENT = ("positive", "negative")
YES_OR_NO = ("neutral", *INTENTS, "explicit")


def weights(examples: Examples) -> np.ndarray:
    """(n,) how much each row counts where probabilities are made honest: `judges` of the label
    table.
    """
    table = {name: float(about["judges"]) for name, about in data_sets().items()}
    return examples.frame["data_set"].map(table).to_numpy(dtype=float) * examples.frame[
        "sure"
    ].to_numpy(dtype=float)


def fit(logits: np.ndarray, examples: Examples) -> tuple[np.ndarray, np.ndarray]:
    """Scale and shift, each (languages, outputs), of Platt 1999 fitted on held-out rows."""
    scale, shift = np.ones((len(LANGUAGES), len(OUTPUTS))), np.zeros((len(LANGUAGES), len(OUTPUTS)))
    loud, language = weights(examples), examples.frame["language"].to_numpy()
    for j in range(len(OUTPUTS)):
        known = ~np.isnan(examples.targets[:, j]) & (loud > 0)
        for i, one in enumerate(LANGUAGES):
            rows = known & (language == one)
            yes = examples.targets[rows, j] > 0.5
            rows = rows if min(yes.sum(), (~yes).sum()) >= _ENOUGH else known
            if rows.any():
                scale[i, j], shift[i, j] = _platt(
                    logits[rows, j], examples.targets[rows, j], loud[rows]
                )
    return scale, shift


def _platt(x: np.ndarray, y: np.ndarray, w: np.ndarray) -> tuple[float, float]:
    def loss(b: np.ndarray) -> float:
        z = b[0] * x + b[1]
        return float((w * (np.logaddexp(0, z) - y * z)).sum() + _EASE / 2 * (b[0] - 1) ** 2)

    slope, start = scipy.optimize.minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x
    return max(float(slope), 0.05), float(start)


def thresholds(probabilities: np.ndarray, examples: Examples) -> dict[str, float]:
    """Output -> the one threshold, everywhere the same, with the best F1 summed over the data sets
    (see `_serving`).

    `positive` and `negative` are chosen together, for the three classes of sentiment.
    """
    chosen = {
        output: _serving(probabilities, examples, output) for output in (*EMOTIONS, *YES_OR_NO)
    }
    chosen |= {output: _seldom_wrong(probabilities, examples, output) for output in FALSE}
    return chosen | _of_sentiment(probabilities, examples)


def _seldom_wrong(probabilities: np.ndarray, examples: Examples, output: str) -> float:
    """The threshold that says yes of `FALSE` of the posts that are none: nearly every post to some
    brands wants something, so that F1 would always say yes, and few are ironic, so that it would
    cry wolf.
    """
    j = OUTPUTS.index(output)
    none = (examples.targets[:, j] <= 0.5) & (weights(examples) > 0)
    return (
        round(float(np.quantile(probabilities[none, j], 1 - FALSE[output])), 3)
        if none.any()
        else 0.5
    )


def _serving(probabilities: np.ndarray, examples: Examples, output: str) -> float:
    j, sets = OUTPUTS.index(output), []
    for name in examples.frame["data_set"].unique():
        rows = (examples.frame["data_set"] == name).to_numpy() & ~np.isnan(examples.targets[:, j])
        loud = float(data_sets()[name]["judges"]) ** 0.5
        true = examples.targets[rows, j] > 0.5
        if loud and true.sum() >= 5:
            sets.append((probabilities[rows, j], true, loud))
    grid = np.arange(0.08, 0.8, 0.01)
    scores = [sum(w * (f1(p >= t, y) - _excess(p, y, t)) for p, y, w in sets) for t in grid]
    smooth = np.convolve(np.pad(scores, 3, mode="edge"), np.ones(7) / 7, mode="valid")
    return round(float(grid[int(np.argmax(smooth))]), 2)


def _excess(p: np.ndarray, true: np.ndarray, threshold: float) -> float:
    return max(0.0, float((p >= threshold).sum()) / max(1.0, float(true.sum())) - MOST)


def sentiment_class(
    positive: np.ndarray, negative: np.ndarray, limits: dict[str, float]
) -> np.ndarray:
    """(n,) 1, 0 or -1: the side that is further beyond its threshold, 0 where neither is."""
    good, bad = positive - limits["positive"], negative - limits["negative"]
    return np.where(np.maximum(good, bad) < 0, 0, np.where(good > bad, 1, -1))


def _of_sentiment(probabilities: np.ndarray, examples: Examples) -> dict[str, float]:
    good, bad = (OUTPUTS.index(one) for one in SENTIMENT)
    known = ~np.isnan(examples.targets[:, good]) & ~np.isnan(examples.targets[:, bad])
    known &= weights(examples) > 0
    some, p = examples.where(known), probabilities[known]
    truth = some.targets[:, good] - some.targets[:, bad]
    sets = [
        (np.flatnonzero(some.frame["data_set"] == n), float(data_sets()[n]["judges"]))
        for n in data_sets()
    ]
    best, found = -1.0, {"positive": 0.5, "negative": 0.5}
    for positive in np.arange(0.3, 0.75, 0.025):
        for negative in np.arange(0.3, 0.75, 0.025):
            limits = {"positive": float(positive), "negative": float(negative)}
            said = sentiment_class(p[:, good], p[:, bad], limits)
            score = sum(
                w**0.5 * macro_f1(said[rows], truth[rows]) for rows, w in sets if len(rows) > 30
            )
            if score > best:
                best, found = score, {k: round(v, 3) for k, v in limits.items()}
    return found


def macro_f1(said: np.ndarray, truth: np.ndarray) -> float:
    """Mean F1 over the classes that are there."""
    return float(np.mean([f1(said == c, truth == c) for c in np.unique(truth)]))


def f1(said: np.ndarray, true: np.ndarray) -> float:
    return float(2 * (said & true).sum() / max(1, said.sum() + true.sum()))


def calibration_error(probabilities: np.ndarray, true: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error (Naeini et al. 2015): mean gap of probability and frequency over
    ten equal bins.
    """
    place = np.minimum((probabilities * bins).astype(int), bins - 1)
    gaps = [
        abs(probabilities[place == b].mean() - true[place == b].mean()) * (place == b).mean()
        for b in range(bins)
        if (place == b).any()
    ]
    return float(sum(gaps))
