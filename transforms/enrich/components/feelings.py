"""Emotions, sentiment, intents and the meaning of a text, all from the one trained model."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import minibatch

from transforms.reading import EMOTIONS, INTENTS

for _name in ("emotions", "neutral", "sentiment", "intents", "meaning"):
    Doc.set_extension(_name, default=None, force=True)

JOY, TRUST, FEAR, SURPRISE, SADNESS, DISGUST, ANGER, ANTICIPATION = range(len(EMOTIONS))
QUESTION, COMPLAINT, PRAISE, SUGGESTION = range(len(INTENTS))


class Affect(Protocol):
    """What a model says of n texts: (n, 8), (n,), (n,), (n, 4) and unit vectors (n, 512)."""

    @property
    def emotions(self) -> np.ndarray: ...

    @property
    def neutral(self) -> np.ndarray: ...

    @property
    def sentiment(self) -> np.ndarray: ...

    @property
    def intents(self) -> np.ndarray: ...

    @property
    def vectors(self) -> np.ndarray: ...


class Model(Protocol):
    """A trained reader of feelings; `affect.AffectModel` is the one that ships."""

    version: str
    thresholds: dict[str, float]
    corrections: list[dict[str, Any]]
    figures: dict[str, Any]

    def read(self, texts: list[str], languages: list[str]) -> Affect: ...


def load_model(folder: Path | None = None) -> Model:
    """The committed model, or the one of `folder`."""
    from transforms.enrich.model.affect import AffectModel

    return AffectModel.load(folder)


@Language.factory(
    "feelings",
    assigns=["doc._.emotions", "doc._.neutral", "doc._.sentiment", "doc._.intents", "doc._.meaning"],
    default_config={"batch": 256},
)
def make_feelings(nlp: Language, name: str, batch: int) -> "Feelings":  # noqa: ARG001
    return Feelings(batch)


class Feelings:
    """Write what the text makes its writer feel and want: `emotions`, `neutral`, `sentiment`, `intents`, `meaning`."""

    def __init__(self, batch: int) -> None:
        self._batch = batch
        self.model: Model | None = None

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], batch_size: int | None = None) -> Iterator[Doc]:
        if self.model is None:
            raise RuntimeError("the feelings component has no model yet: `pipeline.build` gives it one")
        for group in minibatch(docs, batch_size or self._batch):
            found = self.model.read([d._.plain for d in group], [d._.language for d in group])
            for i, doc in enumerate(group):
                _write(doc, found, i)
                yield doc


def _write(doc: Doc, found: Affect, i: int) -> None:
    written = doc._
    written.emotions = np.asarray(found.emotions[i], dtype=np.float64)
    written.neutral = float(found.neutral[i])
    written.sentiment = float(found.sentiment[i])
    written.intents = np.asarray(found.intents[i], dtype=np.float64)
    written.meaning = found.vectors[i]
