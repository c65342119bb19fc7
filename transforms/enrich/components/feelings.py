"""Emotions, sentiment, intents, wants, irony and the meaning of a text: all from the one trained
model.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import minibatch

WRITTEN = ("emotions", "neutral", "sentiment", "intents", "mockery", "wants", "explicit", "meaning")
for _name in WRITTEN:
    Doc.set_extension(_name, default=None, force=True)


class Affect(Protocol):
    """What a model says of n texts: (n, 8), (n,), (n,), (n, 4), (n,) three times and unit vectors
    (n, any).
    """

    @property
    def emotions(self) -> np.ndarray: ...

    @property
    def neutral(self) -> np.ndarray: ...

    @property
    def sentiment(self) -> np.ndarray: ...

    @property
    def intents(self) -> np.ndarray: ...

    @property
    def irony(self) -> np.ndarray: ...

    @property
    def wants(self) -> np.ndarray: ...

    @property
    def explicit(self) -> np.ndarray: ...

    @property
    def vectors(self) -> np.ndarray: ...


class Model(Protocol):
    """A trained reader of posts; `post_model.PostModel` is the one that ships."""

    version: str
    thresholds: dict[str, float]
    corrections: list[dict[str, Any]]
    figures: dict[str, Any]

    def read(self, texts: list[str], languages: list[str]) -> Affect: ...

    def meanings(self, texts: list[str]) -> np.ndarray: ...

    def at_hand(self, texts: Iterable[str]) -> dict[str, np.ndarray]: ...

    def keep(self, meanings: dict[str, np.ndarray]) -> None: ...


def load_model(folder: Path | None = None) -> Model:
    """The committed model, or the one of `folder`."""
    from transforms.enrich.model.post_model import PostModel

    return PostModel.load(folder)


@Language.factory(
    "feelings",
    assigns=[f"doc._.{name}" for name in WRITTEN],
    default_config={"batch": 2_048},
)
def make_feelings(nlp: Language, name: str, batch: int) -> "Feelings":  # noqa: ARG001
    return Feelings(batch)


class Feelings:
    """Write what the writer feels, does and wants: the probabilities of `WRITTEN`, and the text's
    `meaning`.
    """

    def __init__(self, batch: int) -> None:
        self._batch = batch
        self.model: Model | None = None

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], batch_size: int | None = None) -> Iterator[Doc]:
        if self.model is None:
            raise RuntimeError(
                "the feelings component has no model yet: `pipeline.build` gives it one"
            )
        for group in minibatch(docs, batch_size or self._batch):
            known = [doc._ for doc in group]
            found = self.model.read([one.source for one in known], [one.language for one in known])
            for i, doc in enumerate(group):
                _write(doc, found, i)
                yield doc


def _write(doc: Doc, found: Affect, i: int) -> None:
    written = doc._
    written.emotions, written.neutral, written.sentiment = (
        found.emotions[i],
        found.neutral[i],
        found.sentiment[i],
    )
    written.intents, written.mockery = found.intents[i], found.irony[i]
    written.wants, written.explicit, written.meaning = (
        found.wants[i],
        found.explicit[i],
        found.vectors[i],
    )
