"""A community's share of an emotion: counted raw, corrected for the classifier's error, and how far off each is."""

from typing import Any

import numpy as np

from transforms.enrich.training.data import Examples
from transforms.reading import EMOTIONS

SAMPLES, POSTS = 200, 300
DESIGN_EFFECT = {"en": 2, "fr": 8}
"""By how much fewer texts count as known: another source of texts errs as differently as another such sample would.

More in French: all its lines come from one source, whose labels were projected from other languages.
"""

_Z = 1.6448536
_LEAST_GAP = 0.1


def rates(probabilities: np.ndarray, examples: Examples, thresholds: dict[str, float]) -> list[dict[str, Any]]:
    """True and false positive rates by language and emotion, with the number of texts that each is worth.

    `mean_if_true` and `mean_if_false` are the mean probabilities, for shares taken from probabilities.
    """
    rows = []
    for language in ("en", "fr"):
        for j, emotion in enumerate(EMOTIONS):
            known = _whole(examples) & (examples.frame["language"] == language).to_numpy()
            true, p = examples.targets[known, j] == 1, probabilities[known, j]
            said = p >= thresholds[emotion]
            positives, negatives = int(true.sum()), int((~true).sum())
            rows.append({
                "language": language, "emotion": emotion,
                "positives": positives // DESIGN_EFFECT[language], "negatives": negatives // DESIGN_EFFECT[language],
                "true_positive_rate": round((int((said & true).sum()) + 0.5) / (positives + 1), 6),
                "false_positive_rate": round((int((said & ~true).sum()) + 0.5) / (negatives + 1), 6),
                "mean_if_true": round(float(p[true].mean()) if positives else 1.0, 6),
                "mean_if_false": round(float(p[~true].mean()) if negatives else 0.0, 6),
            })  # fmt: skip
    return rows


def _whole(examples: Examples) -> np.ndarray:
    """The texts whose writer's eight emotions were all asked for: one population, whatever the emotion."""
    return examples.frame["data_set"].isin(["goemotions", "xed_en", "xed_fr"]).to_numpy()


def corrected(counted: np.ndarray, row: dict[str, Any]) -> np.ndarray:
    """The adjusted count (Forman 2008): what share, read with these error rates, would be counted as `counted`."""
    gap = row["true_positive_rate"] - row["false_positive_rate"]
    return counted if gap < _LEAST_GAP else np.clip((counted - row["false_positive_rate"]) / gap, 0, 1)


def from_probabilities(mean: np.ndarray, row: dict[str, Any]) -> np.ndarray:
    """The adjusted mean probability (Bella et al. 2010): as `corrected`, from the texts' mean probability."""
    gap = row["mean_if_true"] - row["mean_if_false"]
    return mean if gap < _LEAST_GAP / 2 else np.clip((mean - row["mean_if_false"]) / gap, 0, 1)


def interval(counted: np.ndarray, posts: int, row: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """90 % interval of the corrected share: sampling of posts and of rates (Lang & Reiczigel 2014), as in the marts."""
    positives, negatives = row["positives"], row["negatives"]
    n = posts + _Z**2
    r = (counted * posts + _Z**2 / 2) / n
    t = (row["true_positive_rate"] * positives + 1) / (positives + 2)
    f = (row["false_positive_rate"] * negatives + 1) / (negatives + 2)
    gap = max(t - f, _LEAST_GAP)
    centre = (r - f) / gap
    knowledge = centre**2 * t * (1 - t) / (positives + 2) + (1 - centre) ** 2 * f * (1 - f) / (negatives + 2)
    spread = _Z * np.sqrt(r * (1 - r) / n + knowledge) / gap
    share = corrected(counted, row)
    return np.clip(np.minimum(centre - spread, share), 0, 1), np.clip(np.maximum(centre + spread, share), 0, 1)


def shifted_samples(true: np.ndarray, rng: np.random.Generator) -> list[np.ndarray]:
    """`SAMPLES` draws of `POSTS` rows whose share of `true` is drawn evenly from 0 to 0.6 (artificial prevalence)."""
    yes, no = np.flatnonzero(true), np.flatnonzero(~true)
    draws = []
    for share in rng.uniform(0, 0.6, SAMPLES):
        positives = rng.binomial(POSTS, share)
        draws.append(np.concatenate([rng.choice(yes, positives), rng.choice(no, POSTS - positives)]))
    return draws


def trial(
    probabilities: np.ndarray, examples: Examples, thresholds: dict[str, float], rows: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Per language and emotion: mean absolute error, raw and corrected, and the intervals' coverage."""
    rng = np.random.default_rng(7)
    results = []
    for row in rows:
        j = EMOTIONS.index(row["emotion"])
        known = _whole(examples) & (examples.frame["language"] == row["language"]).to_numpy()
        true, p = examples.targets[known, j] == 1, probabilities[known, j]
        said = p >= thresholds[row["emotion"]]
        if true.sum() < 10:
            continue
        draws = shifted_samples(true, rng)
        truth = np.array([true[d].mean() for d in draws])
        raw = np.array([said[d].mean() for d in draws])
        share = corrected(raw, row)
        low, high = interval(raw, POSTS, row)
        results.append({
            "language": row["language"], "emotion": row["emotion"], "raw_error": float(np.abs(raw - truth).mean()),
            "corrected_error": float(np.abs(share - truth).mean()),
            "probability_error": float(
                np.abs(from_probabilities(np.array([p[d].mean() for d in draws]), row) - truth).mean()
            ),
            "covered": float(((low <= truth) & (truth <= high)).mean()), "width": float((high - low).mean()),
            "honest_raw_width": float(2 * np.quantile(np.abs(raw - truth), 0.9)),
        })  # fmt: skip
    return results
