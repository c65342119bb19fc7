"""A community's share of an emotion: counted raw, corrected for the classifier's error, and how far off each is."""

from typing import Any

import numpy as np

from transforms.enrich.training.data import Examples
from transforms.reading import EMOTIONS

SAMPLES, POSTS = 200, 300


def rates(probabilities: np.ndarray, examples: Examples, thresholds: dict[str, float]) -> list[dict[str, Any]]:
    """True and false positive rates by language and emotion, with the number of texts each rests on."""
    rows = []
    for language in ("en", "fr"):
        of_language = (examples.frame["language"] == language).to_numpy()
        own = (examples.frame["data_set"] != "mlma_fr").to_numpy()  # what readers felt is no truth about writers
        for j, emotion in enumerate(EMOTIONS):
            known = of_language & own & ~np.isnan(examples.targets[:, j])
            true, said = examples.targets[known, j] == 1, probabilities[known, j] >= thresholds[emotion]
            positives, negatives = int(true.sum()), int((~true).sum())
            rows.append({
                "language": language, "emotion": emotion, "positives": positives, "negatives": negatives,
                "true_positive_rate": round((int((said & true).sum()) + 0.5) / (positives + 1), 6),
                "false_positive_rate": round((int((said & ~true).sum()) + 0.5) / (negatives + 1), 6),
            })  # fmt: skip
    return rows


def corrected(counted: np.ndarray, tpr: float, fpr: float) -> np.ndarray:
    """The adjusted count (Forman 2008): what share, read with these error rates, would be counted as `counted`."""
    return np.clip((counted - fpr) / max(tpr - fpr, 0.05), 0, 1)


def interval(counted: np.ndarray, posts: int, row: dict[str, Any], level_z: float = 1.645) -> tuple[np.ndarray, np.ndarray]:
    """90 % interval of the corrected share: sampling of the posts and of the texts that the rates rest on (delta method)."""
    tpr, fpr = row["true_positive_rate"], row["false_positive_rate"]
    gap = max(tpr - fpr, 0.05)
    share = corrected(counted, tpr, fpr)
    sampling = share * tpr * (1 - tpr) + (1 - share) * fpr * (1 - fpr) + share * (1 - share) * gap**2
    knowledge = share**2 * tpr * (1 - tpr) / row["positives"] + (1 - share) ** 2 * fpr * (1 - fpr) / row["negatives"]
    spread = level_z * np.sqrt(np.maximum(sampling, 0.25 / posts) / posts + knowledge) / gap
    return np.clip(share - spread, 0, 1), np.clip(share + spread, 0, 1)


def shifted_samples(true: np.ndarray, rng: np.random.Generator) -> list[np.ndarray]:
    """`SAMPLES` draws of `POSTS` rows whose share of `true` is drawn evenly from 0 to 0.6 (artificial prevalence)."""
    yes, no = np.flatnonzero(true), np.flatnonzero(~true)
    draws = []
    for share in rng.uniform(0, 0.6, SAMPLES):
        positives = rng.binomial(POSTS, share)
        draws.append(np.concatenate([rng.choice(yes, positives), rng.choice(no, POSTS - positives)]))
    return draws


def trial(
    probabilities: np.ndarray, examples: Examples, thresholds: dict[str, float], rows: list[dict[str, Any]], seed: int = 7
) -> list[dict[str, Any]]:
    """Per language and emotion: mean absolute error of the raw and the corrected share, and the intervals' coverage."""
    rng = np.random.default_rng(seed)
    results = []
    for row in rows:
        j = EMOTIONS.index(row["emotion"])
        known = (examples.frame["language"] == row["language"]).to_numpy() & ~np.isnan(examples.targets[:, j])
        true, said = examples.targets[known, j] == 1, probabilities[known, j] >= thresholds[row["emotion"]]
        if true.sum() < 10:
            continue
        draws = shifted_samples(true, rng)
        truth = np.array([true[d].mean() for d in draws])
        raw = np.array([said[d].mean() for d in draws])
        share = corrected(raw, row["true_positive_rate"], row["false_positive_rate"])
        low, high = interval(raw, POSTS, row)
        results.append({
            "language": row["language"], "emotion": row["emotion"], "raw_error": float(np.abs(raw - truth).mean()),
            "corrected_error": float(np.abs(share - truth).mean()),
            "covered": float(((low <= truth) & (truth <= high)).mean()), "width": float((high - low).mean()),
            "honest_raw_width": float(2 * np.quantile(np.abs(raw - truth), 0.9)),
        })  # fmt: skip
    return results
