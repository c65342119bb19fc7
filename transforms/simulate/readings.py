"""Readings without a model: what a reader that knows the truth, or errs at a known rate, would
write in `enriched`.

They let the marts and the advice be judged on planted causes alone, apart from what the text model
can do.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from transforms.reading import EMOTIONS, INTENTS
from transforms.simulate.dice import Dice

HIGH, LOW = Decimal("0.9500"), Decimal("0.0200")


def reading_of(
    truth: Mapping[str, Any], missed: float = 0.0, invented: float = 0.0
) -> dict[str, Any]:
    """The reading columns of `lake.SCHEMAS["enriched"]` for one row of a truth file.

    Each true emotion is missed with probability `missed` and each absent one invented with
    `invented`, so the true positive rate is `1 - missed` and the false positive rate `invented`;
    the same post always errs in the same way.
    """
    dice = Dice("reading", truth["network"], truth["post_id"])
    felt = set(truth["emotions"])
    seen = [
        e for e in EMOTIONS if (not dice.chance(missed) if e in felt else dice.chance(invented))
    ]
    need = truth["need"]
    named = truth["theme_in_text"]
    return (
        {"language": truth["language"]}
        | {emotion: HIGH if emotion in seen else LOW for emotion in EMOTIONS}
        | {"readable": True, "irony": LOW}
        | {
            "neutral": LOW if seen else HIGH,
            "sentiment": Decimal(truth["sentiment"]).quantize(HIGH),
        }
        | {intent: HIGH if intent in truth["intents"] else LOW for intent in INTENTS}
        | {
            "themes": [{"theme": truth["theme"], "score": HIGH, "evidence": "phrase"}]
            if named
            else [],
            "expectation_theme": truth["theme"] if need else None,
            "expectation_need": need,
            "expectation_explicit": truth["need_explicit"] if need else None,
            "expectation_score": HIGH if need else None,
            "corrected": [],
        }
    )
