"""What the writer does with a post: complain, praise, suggest. The model's word, or that of the signs if it is surer.

The model learnt intents from app reviews; a post to a brand complains in other words. The signs are the same in every
trade: how the writer feels, whether something of the trade is named, words of trouble, blame, wishes.
"""

from functools import lru_cache
from math import exp

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens.underscore import Underscore

from transforms.enrich.components.feelings import (
    ANGER,
    COMPLAINT,
    DISGUST,
    FEAR,
    JOY,
    PRAISE,
    QUESTION,
    SADNESS,
    SUGGESTION,
    TRUST,
)
from transforms.enrich.text.words import pattern, words
from transforms.reading import EMOTIONS

SIGNS = ("rivals", "workarounds", "repeats")
"""What implies a need when somebody complains: the lists of turns of phrase."""
_WISHED = 0.75
"""How sure a turn of phrase makes a suggestion."""


@lru_cache(1)
def _troubles() -> frozenset[str]:
    return (words("trouble") | words("bad")) - words("negators")


@Language.factory(
    "intents",
    assigns=["doc._.intents"],
    requires=["doc._.emotions", "doc._.sentiment", "doc._.negation", "doc._.themes"],
    default_config={"thresholds": dict.fromkeys(EMOTIONS, 0.25)},
)
def make_intents(nlp: Language, name: str, thresholds: dict[str, float]) -> "Intents":  # noqa: ARG001
    return Intents(thresholds)


class Intents:
    """Raise `doc._.intents` to what the signs of complaint, praise and suggestion say; they never lower it."""

    def __init__(self, thresholds: dict[str, float]) -> None:
        self._thresholds = np.array([max(thresholds.get(e, 0.25), 0.01) for e in EMOTIONS])

    def __call__(self, doc: Doc) -> Doc:
        read = doc._
        forms = read.forms
        seen = set(forms)
        if not seen:
            return doc
        felt = np.minimum(read.emotions / self._thresholds, 2) / 2
        text = " ".join(forms)
        signs = np.zeros(len(read.intents))
        signs[COMPLAINT] = self._complaint(read, felt, seen, text)
        signs[PRAISE] = self._praise(read, felt, seen)
        signs[SUGGESTION] = _WISHED if pattern("wishes").search(text) else 0.0
        read.intents = np.maximum(read.intents, signs)
        return doc

    def _complaint(self, read: Underscore, felt: np.ndarray, seen: set[str], text: str) -> float:
        """Log-odds add up: anger or disgust, a bad mood, trouble named, blame, and the signs of an unmet need.

        Who complains says "I" or "you"; bad news does not.
        """
        heat, chill = felt[[ANGER, DISGUST]].max(), felt[[SADNESS, FEAR]].max()
        trouble = bool(seen & _troubles()) and not seen & words("mended")
        odds = -2.8 + 1.5 * heat + 2.5 * max(0.0, -read.sentiment) - 0.7 * (chill > heat)
        odds += 1.0 * bool(read.themes) + 1.3 * trouble + 1.2 * (read.negation == "blame")
        odds += 0.6 if seen & words("persons") else -1.5
        odds += 0.8 * sum(bool(pattern(sign).search(text)) for sign in SIGNS)
        odds -= 2.5 * (read.negation in ("praise", "neither")) + 2.0 * max(0.0, read.sentiment)
        return 1 / (1 + exp(-odds))

    def _praise(self, read: Underscore, felt: np.ndarray, seen: set[str]) -> float:
        """Log-odds add up: joy or trust, a good mood, cheer, and praise by negation; a question takes away."""
        warmth = felt[[JOY, TRUST]].max()
        odds = -2.8 + 1.5 * warmth + 2.5 * max(0.0, read.sentiment) + 0.8 * bool(seen & words("cheer"))
        odds += 0.5 * bool(read.themes) + 1.2 * (read.negation == "praise") - 3.0 * max(0.0, -read.sentiment)
        odds -= 1.5 * read.intents[QUESTION]
        return 1 / (1 + exp(-odds))
