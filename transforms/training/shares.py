"""A community's share of an emotion: counted raw, corrected for the classifier's error, and how far
off each is.
"""

from typing import Any

import numpy as np

from transforms.reading import EMOTIONS
from transforms.training.calibration import weights
from transforms.training.data import Examples

SAMPLES, POSTS = 200, 300

LEVEL = 0.1
"""How far a community's usual share may lie from the mean of its calibrated probabilities, before
its texts are looked at: a standard deviation.
"""

LEAST_GAP = 0.1
"""The smallest part of the measured gap that a community's posts may show."""

_Z = 1.6448536


def rates(
    probabilities: np.ndarray, examples: Examples, thresholds: dict[str, float]
) -> list[dict[str, Any]]:
    """How texts with and without an emotion are read, by language and emotion, and how many texts
    tell so.

    True and false positive rates at the threshold, and the probabilities' mean and variance in
    either case; rows count as much as they judge (posts to brands first), `positives` and
    `negatives` are how many rows of one weight tell it.
    """
    rows = []
    for language in ("en", "fr"):
        known = _whole(examples) & (examples.frame["language"] == language).to_numpy()
        loud = weights(examples)[known]
        for j, emotion in enumerate(EMOTIONS):
            true, p = examples.targets[known, j] == 1, probabilities[known, j]
            yes, no = (_side(p[of], loud[of], thresholds[emotion]) for of in (true, ~true))
            rows.append({
                "language": language, "emotion": emotion, "positives": yes["rows"], "negatives": no["rows"],
                "true_positive_rate": yes["said"], "false_positive_rate": no["said"],
                "mean_if_true": yes["mean"], "mean_if_false": no["mean"],
                "variance_if_true": yes["variance"], "variance_if_false": no["variance"],
            })  # fmt: skip
    return rows


def _side(p: np.ndarray, loud: np.ndarray, threshold: float) -> dict[str, Any]:
    """The rows that have an emotion, or those that have not: how many count, and how they are read."""
    rows = int(loud.sum() ** 2 / (loud**2).sum()) if len(p) else 0
    share = loud / loud.sum() if len(p) else loud
    mean = float(share @ p) if len(p) else 0.5
    said = (float(share @ (p >= threshold)) * rows + 0.5) / (rows + 1) if len(p) else 0.5
    variance = float(share @ (p - mean) ** 2) if len(p) else 0.0
    return {
        "rows": rows,
        "said": round(said, 6),
        "mean": round(mean, 6),
        "variance": round(variance, 6),
    }


def _whole(examples: Examples) -> np.ndarray:
    """The texts whose writer's eight emotions were all asked for, as posts are written: no
    subtitles.
    """
    asked = ~np.isnan(examples.targets[:, : len(EMOTIONS)]).any(axis=1)
    return (
        asked
        & ~examples.frame["data_set"].str.startswith("xed").to_numpy()
        & (weights(examples) > 0)
    )


def corrected(
    mean: np.ndarray,
    posts: int,
    row: dict[str, Any],
    usual: np.ndarray | float | None = None,
    usual_posts: int | None = None,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A share and its 90 % interval from the texts' `mean` probability, as in the marts.

    Where a community usually stands is told by its `usual` mean probability over `usual_posts`
    posts (today's, where none are known): the mean of calibrated probabilities, drawn towards the
    adjusted one (Bella et al. 2010) as far as that is known: a normal prior around the mean,
    standard deviation `LEVEL`. How far today lies from there is the mean's move over the gap
    between texts with and without the emotion; it counts as far as it stands out of what
    reading moves by itself (a garrote: Breiman 1995). The interval carries the errors
    of reading, the sampling of held-out texts, how much kinds of posts differ, in level and in gap (an end
    each, because a smaller gap means a larger move), and the added posts of Wilson (1927).
    """
    usual = mean if usual is None else usual
    low, gap = row["mean_if_false"], row["mean_if_true"] - row["mean_if_false"]
    yes, no = row["variance_if_true"], row["variance_if_false"]
    of_yes, of_no = (
        variance / max(row[texts], 1) + row.get(f"between_if_{side}", 0.0) ** 2
        for variance, texts, side in ((yes, "positives", "true"), (no, "negatives", "false"))
    )
    adjusted = np.clip((usual - low) / gap, 0, 1)
    unsure = (adjusted**2 * of_yes + (1 - adjusted) ** 2 * of_no) / gap**2
    unsure += _noise(adjusted, row) / (usual_posts or posts)
    trusted = LEVEL**2 / (LEVEL**2 + unsure)
    level, known = usual + trusted * (adjusted - usual), unsure * trusted

    n, seen = posts + _Z**2, (mean - usual) / gap
    centre = (np.clip(level + seen, 0, 1) * posts + _Z**2 / 2) / n
    noise = _noise(centre, row) / n
    heard = seen**2 / (seen**2 + noise)
    moved = heard * seen
    share = np.clip(level + moved, 0, 1)
    spread = _Z**2 * (noise + known)
    doubt = _Z * np.sqrt(of_yes + of_no)
    less = moved * (gap / (gap + doubt) - 1)
    more = moved * (gap / np.maximum(gap - doubt, LEAST_GAP * gap) - 1)
    down, up = (np.sqrt(spread + side(less, more) ** 2) for side in (np.minimum, np.maximum))
    return share, np.clip(share - down, 0, 1), np.clip(share + up, 0, 1)


def _noise(share: np.ndarray, row: dict[str, Any]) -> np.ndarray:
    """The variance that reading gives to one post's part in a share; which posts came is no error,
    for the share is that of the posts that came.
    """
    gap = row["mean_if_true"] - row["mean_if_false"]
    within = share * row["variance_if_true"] + (1 - share) * row["variance_if_false"]
    return within / gap**2


def shifted_samples(
    true: np.ndarray, loud: np.ndarray, rng: np.random.Generator
) -> list[np.ndarray]:
    """`SAMPLES` draws of `POSTS` rows whose share of `true` is drawn evenly from 0 to 0.6
    (artificial prevalence).
    """
    yes, no = np.flatnonzero(true), np.flatnonzero(~true)
    odds_yes, odds_no = loud[yes] / loud[yes].sum(), loud[no] / loud[no].sum()
    draws = []
    for share in rng.uniform(0, 0.6, SAMPLES):
        positives = rng.binomial(POSTS, share)
        some, others = (
            rng.choice(yes, positives, p=odds_yes),
            rng.choice(no, POSTS - positives, p=odds_no),
        )
        draws.append(np.concatenate([some, others]))
    return draws


def trial(
    probabilities: np.ndarray,
    examples: Examples,
    thresholds: dict[str, float],
    rows: list[dict[str, Any]],
) -> list[dict[str, Any]]:
    """Per language and emotion: mean absolute error, raw and corrected, and the intervals'
    coverage.
    """
    rng = np.random.default_rng(7)
    results = []
    for row in rows:
        j = EMOTIONS.index(row["emotion"])
        known = _whole(examples) & (examples.frame["language"] == row["language"]).to_numpy()
        true, p = examples.targets[known, j] == 1, probabilities[known, j]
        said = p >= thresholds[row["emotion"]]
        if true.sum() < 10:
            continue
        draws = shifted_samples(true, weights(examples)[known], rng)
        truth = np.array([true[d].mean() for d in draws])
        raw = np.array([said[d].mean() for d in draws])
        mean = np.array([p[d].mean() for d in draws])
        usual = float(np.average(p, weights=weights(examples)[known]))
        share, low, high = corrected(mean, POSTS, row, usual, len(p))
        results.append({
            "language": row["language"], "emotion": row["emotion"], "raw_error": float(np.abs(raw - truth).mean()),
            "corrected_error": float(np.abs(share - truth).mean()),
            "covered": float(((low <= truth) & (truth <= high)).mean()), "width": float((high - low).mean()),
            "honest_raw_width": float(2 * np.quantile(np.abs(raw - truth), 0.9)),
        })  # fmt: skip
    return results


def summary(trials: list[dict[str, Any]]) -> dict[str, Any]:
    """The trials' means: error raw and corrected, and how often the intervals hold the truth
    (bootstrap of classes).
    """
    raw, right = (float(np.mean([r[k] for r in trials])) for k in ("raw_error", "corrected_error"))
    covered = np.array([r["covered"] for r in trials])
    again = np.random.default_rng(3).choice(covered, (2000, len(covered))).mean(axis=1)
    return {
        "raw": raw, "corrected": right, "less_by": 1 - right / raw, "coverage": float(covered.mean()),
        "coverage_low": float(np.quantile(again, 0.05)), "coverage_high": float(np.quantile(again, 0.95)),
        "samples": SAMPLES * len(trials), "width": float(np.mean([r["width"] for r in trials])),
        "honest_raw_width": float(np.mean([r["honest_raw_width"] for r in trials])),
    }  # fmt: skip


def as_text(trials: list[dict[str, Any]], total: dict[str, Any]) -> str:
    """The trials as Markdown: a table, and a sentence."""
    lines = [
        "| language | emotion | share's error, raw | corrected | 90 % interval covers | its width | raw, made honest |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {r['language']} | {r['emotion']} | {r['raw_error']:.3f} | {r['corrected_error']:.3f} | {r['covered']:.3f} "
        f"| {r['width']:.3f} | {r['honest_raw_width']:.3f} |"
        for r in trials
    ]
    low, high = total["coverage_low"], total["coverage_high"]
    covered = f"{total['coverage']:.1%} (bootstrap over classes {low:.1%}–{high:.1%})"
    told = (
        f"Error of an emotion's share (mean absolute, {total['samples']} samples of {POSTS} posts, share shifted to "
        f"0–60 %): raw {total['raw']:.3f}, corrected {total['corrected']:.3f} ({total['less_by']:.0%} less)",
        f"the 90 % interval covers the truth in {covered}",
        f"mean width {total['width']:.3f} against {total['honest_raw_width']:.3f} for raw counting made honest.",
    )
    return "\n".join([*lines, "", "; ".join(told)])
