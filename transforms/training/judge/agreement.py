"""How well readings agree with posts that people labelled: precision, recall and F1, whole and for
the hard ones.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from transforms.reading import EMOTIONS, INTENTS, Reading

SUBSETS = ("irony", "negation", "emoji_only")
"""Flags of a labelled post that make a subset of its own."""


def labelled(path: Path) -> list[dict[str, Any]]:
    """The labelled posts of a JSONL file: text, language, industry, emotions, neutral, intents,
    flags, expectation.
    """
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def judge(
    rows: Sequence[Mapping[str, Any]], readings: Iterable[Reading], thresholds: Mapping[str, float]
) -> dict[str, Any]:
    """The figures of one language: `emotions`, `intents`, `expectation` as {class: precision,
    recall, f1, support}.

    Each group has its `macro_f1`; `subsets` holds, for irony, negation and emoji-only posts, the F1
    over all emotions together (micro) and the share of posts whose sentiment has the right sign.
    """
    pairs = list(zip(rows, readings, strict=True))
    emotions = {name: _class(pairs, "emotions", name, thresholds) for name in EMOTIONS}
    intents = {name: _class(pairs, "intents", name, thresholds) for name in INTENTS}
    wishes = [(row["expectation"], reading.expectation) for row, reading in pairs]
    expectation = {
        "any": _figures([(wanted is not None, found is not None) for wanted, found in wishes]),
        "explicit": _figures(
            [(_explicit(wanted), bool(found and found.explicit)) for wanted, found in wishes]
        ),
    }
    return {
        "posts": len(pairs),
        "emotions": emotions | {"macro_f1": _macro(emotions)},
        "intents": intents | {"macro_f1": _macro(intents)},
        "expectation": expectation,
        "subsets": {
            flag: _subset([p for p in pairs if p[0][flag]], thresholds) for flag in SUBSETS
        },
    }


def _class(
    pairs: list[tuple], group: str, name: str, thresholds: Mapping[str, float]
) -> dict[str, float]:
    limit = thresholds.get(name, 0.5)
    return _figures(
        [(name in row[group], getattr(reading, group)[name] >= limit) for row, reading in pairs]
    )


def _subset(pairs: list[tuple], thresholds: Mapping[str, float]) -> dict[str, float]:
    answers = [
        (name in row["emotions"], reading.emotions[name] >= thresholds.get(name, 0.5))
        for row, reading in pairs
        for name in EMOTIONS
    ]
    signs = [
        (sign, reading.sentiment) for row, reading in pairs if (sign := _sign(row["emotions"]))
    ]
    right = sum(sign * sentiment > 0 for sign, sentiment in signs)
    return {
        "posts": len(pairs), "emotion_micro_f1": _figures(answers)["f1"],
        "sentiment_right": round(right / len(signs), 3) if signs else 0.0,
    }  # fmt: skip


def _sign(emotions: Sequence[str]) -> int:
    """1 where only good is felt, -1 where only bad, 0 where it is neither or both."""
    good = bool({"joy", "trust"} & set(emotions))
    bad = bool({"anger", "sadness", "disgust", "fear"} & set(emotions))
    return good - bad


def _explicit(expectation: Mapping[str, Any] | None) -> bool:
    return bool(expectation and expectation["explicit"])


def _figures(answers: list[tuple[bool, bool]]) -> dict[str, float]:
    both = sum(true and said for true, said in answers)
    support, said = sum(true for true, _ in answers), sum(said for _, said in answers)
    precision, recall = both / said if said else 0.0, both / support if support else 0.0
    f1 = 2 * precision * recall / (precision + recall) if both else 0.0
    return {
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "f1": round(f1, 3),
        "support": support,
    }


def _macro(classes: Mapping[str, Mapping[str, float]]) -> float:
    return round(sum(c["f1"] for c in classes.values()) / len(classes), 3)
