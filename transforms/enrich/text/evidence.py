"""How evidence in a text's words leans the reading: one way to do it for the lexicon, negation and irony."""

from dataclasses import dataclass, field

import numpy as np
from spacy.tokens import Doc

from transforms.enrich.text.odds import bend
from transforms.reading import EMOTIONS, INTENTS


@dataclass(frozen=True)
class Leaning:
    """Weights on the log-odds of emotions, neutral and intents, and where the sentiment is drawn to."""

    emotions: dict[str, float] = field(default_factory=dict)
    intents: dict[str, float] = field(default_factory=dict)
    neutral: float = 0.0
    sentiment: float | None = None
    pull: float = 0.0

    def apply(self, doc: Doc, strength: float = 1.0) -> None:
        """Lean the document's reading; `pull` is the part of the way that the sentiment goes towards `sentiment`."""
        doc._.emotions = bend(doc._.emotions, strength * np.array([self.emotions.get(e, 0.0) for e in EMOTIONS]))
        doc._.intents = bend(doc._.intents, strength * np.array([self.intents.get(i, 0.0) for i in INTENTS]))
        doc._.neutral = float(bend(np.array([doc._.neutral]), np.array([strength * self.neutral]))[0])
        if self.sentiment is not None:
            way = min(1.0, strength * self.pull)
            doc._.sentiment = (1 - way) * doc._.sentiment + way * self.sentiment
