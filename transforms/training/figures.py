"""How good the model is, in numbers: the same table in `make evaluate`, the model card and the report."""

from typing import Any

import numpy as np

from transforms.enrich.model.affect import OUTPUTS
from transforms.reading import EMOTIONS, INTENTS
from transforms.training.calibration import calibration_error, f1
from transforms.training.data import Examples
from transforms.training.shares import trial

EMOTION_SETS = ("goemotions", "xed_en", "xed_fr", "brighter_eng")
INTENT_THRESHOLD = 0.5


def class_rows(probabilities: np.ndarray, examples: Examples, thresholds: dict[str, float]) -> list[dict[str, Any]]:
    """Per data set and class that it annotates: precision, recall, F1, support and calibration error."""
    rows = []
    for name in examples.frame["data_set"].unique():
        of_set = (examples.frame["data_set"] == name).to_numpy()
        for j, output in enumerate(OUTPUTS):
            known = of_set & ~np.isnan(examples.targets[:, j])
            if (
                not known.any()
                or (name != "minibar_reviews" and output in INTENTS)
                or output in ("positive", "negative")
            ):
                continue
            p, true = probabilities[known, j], examples.targets[known, j] == 1
            said = p >= thresholds.get(output, INTENT_THRESHOLD)
            hits = int((said & true).sum())
            rows.append({
                "data_set": name, "language": examples.frame.loc[known, "language"].iloc[0], "class": output,
                "precision": hits / max(1, int(said.sum())), "recall": hits / max(1, int(true.sum())),
                "f1": f1(said, true), "support": int(true.sum()), "texts": int(known.sum()),
                "calibration_error": calibration_error(p, true),
            })  # fmt: skip
    return rows


def macro_f1(rows: list[dict[str, Any]]) -> dict[str, float]:
    """Data set -> mean F1 over the emotions (of the eight) that it annotates."""
    return {
        name: float(np.mean([r["f1"] for r in rows if r["data_set"] == name and r["class"] in EMOTIONS]))
        for name in EMOTION_SETS
        if any(r["data_set"] == name for r in rows)
    }


def figures(
    probabilities: np.ndarray, examples: Examples, thresholds: dict[str, float], corrections: list[dict[str, Any]]
) -> dict[str, Any]:
    """Everything that is measured on `examples`, as plain numbers."""
    rows = class_rows(probabilities, examples, thresholds)
    shares = trial(probabilities, examples, thresholds, corrections)
    raw = float(np.mean([r["raw_error"] for r in shares]))
    right = float(np.mean([r["corrected_error"] for r in shares]))
    covered = np.array([r["covered"] for r in shares])
    again = np.random.default_rng(3).choice(covered, (2000, len(covered))).mean(axis=1)
    go = [r["calibration_error"] for r in rows if r["data_set"] == "goemotions" and r["class"] in EMOTIONS]
    return {
        "macro_f1": macro_f1(rows), "worst_calibration_error_goemotions": max(go), "classes": rows, "shares": shares,
        "share_error": {
            "raw": raw, "corrected": right, "less_by": 1 - right / raw, "coverage": float(covered.mean()),
            "coverage_low": float(np.quantile(again, 0.05)), "coverage_high": float(np.quantile(again, 0.95)),
            "samples": 200 * len(shares), "width": float(np.mean([r["width"] for r in shares])),
            "honest_raw_width": float(np.mean([r["honest_raw_width"] for r in shares])),
        },
    }  # fmt: skip


def as_text(measured: dict[str, Any]) -> str:
    """The figures as a table for people, Markdown."""
    lines = [
        "| data set | language | class | precision | recall | F1 | support | calibration error |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {r['data_set']} | {r['language']} | {r['class']} | {r['precision']:.3f} | {r['recall']:.3f} | "
        f"{r['f1']:.3f} | {r['support']} | {r['calibration_error']:.3f} |"
        for r in measured["classes"]
    ]
    lines += ["", "| data set | macro-F1 over its emotions |", "|---|---|"]
    lines += [f"| {name} | {value:.3f} |" for name, value in measured["macro_f1"].items()]
    lines += [
        "",
        "| language | emotion | share's error, raw | corrected | 90 % interval covers | its width | raw, made honest |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {r['language']} | {r['emotion']} | {r['raw_error']:.3f} | {r['corrected_error']:.3f} | {r['covered']:.3f} "
        f"| {r['width']:.3f} | {r['honest_raw_width']:.3f} |"
        for r in measured["shares"]
    ]
    s = measured["share_error"]
    lines += [
        "",
        *_by_language(measured["shares"]),
        f"Error of an emotion's share (mean absolute, {s['samples']} samples of 300 posts, share shifted to 0–60 %): "
        f"raw {s['raw']:.3f}, corrected {s['corrected']:.3f} ({s['less_by']:.0%} less); the 90 % interval covers the "
        f"truth in {s['coverage']:.1%} (bootstrap over classes {s['coverage_low']:.1%}–{s['coverage_high']:.1%}), mean "
        f"width {s['width']:.3f} "
        f"against {s['honest_raw_width']:.3f} for raw counting made honest.",
    ]  # fmt: skip
    return "\n".join(lines + _apps(measured.get("cross_app", [])) + _by_hand(measured.get("hand_labelled", {})))


def _apps(rows: list[dict[str, Any]]) -> list[str]:
    if not rows:
        return []
    return [
        "", "App reviews: learnt on one app, judged on the other, whose reviews were seen without labels; both ways "
        "(the last column: judged on the same app).",
        "", "| intent | language | F1 | mean F1 of yes and no | F1 within an app |", "|---|---|---|---|---|",
        *(
            f"| {r['class']} | {r['language']} | {r['f1']:.3f} | {r['f1_yes_and_no']:.3f} | {r['same_app']:.3f} |"
            for r in rows
        ),
    ]  # fmt: skip


def _by_hand(judged: dict[str, Any]) -> list[str]:
    """The whole reader (lexicon, irony, negation and signs included) on posts labelled by hand."""
    if not judged:
        return []
    lines = ["", "Posts labelled by hand, the whole reader; nothing is trained, chosen or tuned on them.", ""]
    lines += ["| language | group | class | precision | recall | F1 | support |", "|---|---|---|---|---|---|---|"]
    for language, figures in judged.items():
        for group in ("emotions", "intents", "expectation"):
            lines += [
                f"| {language} | {group} | {name} | {r['precision']:.3f} | {r['recall']:.3f} | {r['f1']:.3f} | "
                f"{r['support']} |"
                for name, r in figures[group].items()
                if name != "macro_f1"
            ]
    for language, figures in judged.items():
        hard = "; ".join(
            f"{name} ({r['posts']} posts): emotions {r['emotion_micro_f1']:.3f}, sign right {r['sentiment_right']:.0%}"
            for name, r in figures["subsets"].items()
        )
        lines += [
            "", f"{language}: {figures['posts']} posts, macro-F1 of emotions {figures['emotions']['macro_f1']:.3f}, "
            f"of intents {figures['intents']['macro_f1']:.3f}. {hard}.",
        ]  # fmt: skip
    return lines


def _by_language(shares: list[dict[str, Any]]) -> list[str]:
    lines = []
    for language in ("en", "fr"):
        if own := [r for r in shares if r["language"] == language]:
            raw, right, covered = (np.mean([r[k] for r in own]) for k in ("raw_error", "corrected_error", "covered"))
            less = f"{1 - right / raw:.0%} less"
            lines.append(f"{language}: raw {raw:.3f}, corrected {right:.3f} ({less}), covered {covered:.1%}.\n")
    return lines
