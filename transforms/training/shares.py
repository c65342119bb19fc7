"""A community's share of an emotion: counted raw, corrected for the classifier's error, and how far off each is."""

from typing import Any

import numpy as np

from transforms.reading import EMOTIONS
from transforms.training.data import Examples

SAMPLES, POSTS = 200, 300
DESIGN_EFFECT = {"en": 1, "fr": 4}
"""By how much fewer texts count as known. French lines all come from one source, whose labels were projected from other
languages: with four, nine intervals in ten hold the truth on the dev rows. Nothing else was chosen by looking at them.
"""

PRIOR = 0.25
"""How far a share may lie from the mean of the calibrated probabilities, before its texts are looked at."""

_Z = 1.6448536


def rates(probabilities: np.ndarray, examples: Examples, thresholds: dict[str, float]) -> list[dict[str, Any]]:
    """How texts with and without an emotion are read, by language and emotion, and how many texts tell so.

    True and false positive rates at the threshold, and the probabilities' mean and variance in either case.
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
                "variance_if_true": round(float(p[true].var()) if positives else 0.0, 6),
                "variance_if_false": round(float(p[~true].var()) if negatives else 0.0, 6),
            })  # fmt: skip
    return rows


def _whole(examples: Examples) -> np.ndarray:
    """The texts whose writer's eight emotions were all asked for: one population, whatever the emotion."""
    return examples.frame["data_set"].isin(["goemotions", "xed_en", "xed_fr"]).to_numpy()


def corrected(mean: np.ndarray, posts: int, row: dict[str, Any]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A share and its 90 % interval from the texts' `mean` probability, as in the marts.

    The adjusted mean probability (Bella et al. 2010): what share of texts, read so, would have this mean. Where few
    posts or a weak model leave much open it stays near the mean itself: a normal prior, standard deviation `PRIOR`.
    The interval carries the sampling of posts and of held-out texts (delta method, added posts of Wilson 1927).
    """
    gap = row["mean_if_true"] - row["mean_if_false"]
    yes, no = row["variance_if_true"], row["variance_if_false"]
    adjusted, n = np.clip((mean - row["mean_if_false"]) / gap, 0, 1), posts + _Z**2
    centre = (adjusted * posts + _Z**2 / 2) / n
    reading = centre * yes + (1 - centre) * no + centre * (1 - centre) * gap**2
    knowledge = centre**2 * yes / max(row["positives"], 1) + (1 - centre) ** 2 * no / max(row["negatives"], 1)
    variance = (reading / n + knowledge) / gap**2
    trusted = PRIOR**2 / (PRIOR**2 + variance)
    share, middle = (mean + trusted * (one - mean) for one in (adjusted, centre))
    spread = _Z * np.sqrt(variance * trusted)
    return share, np.clip(np.minimum(middle - spread, share), 0, 1), np.clip(np.maximum(middle + spread, share), 0, 1)


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
        mean = np.array([p[d].mean() for d in draws])
        share, low, high = corrected(mean, POSTS, row)
        results.append({
            "language": row["language"], "emotion": row["emotion"], "raw_error": float(np.abs(raw - truth).mean()),
            "corrected_error": float(np.abs(share - truth).mean()),
            "covered": float(((low <= truth) & (truth <= high)).mean()), "width": float((high - low).mean()),
            "honest_raw_width": float(2 * np.quantile(np.abs(raw - truth), 0.9)),
        })  # fmt: skip
    return results
