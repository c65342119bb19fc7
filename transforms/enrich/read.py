"""Texts in, readings out: in order, some hundred at a time, and each as if it were alone."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from functools import lru_cache
from typing import Any, cast

import numpy as np
from spacy.language import Language as Pipeline
from spacy.tokens import Doc
from spacy.util import minibatch

from transforms.config.industries import Pack, read_packs
from transforms.config.settings import settings
from transforms.enrich import pipeline
from transforms.enrich.components.feelings import Model, load_model
from transforms.enrich.components.language import language_of
from transforms.enrich.text.normalise import normalise
from transforms.enrich.text.tokens import SocialTokenizer
from transforms.reading import EMOTIONS, INTENTS, Reading

TOGETHER = 512
"""Texts that are held in memory at once."""


class Reader:
    """A model and packs, ready to read."""

    def __init__(self, model: Model, packs: Mapping[str, Pack]) -> None:
        self.model = model
        self.packs = packs
        self._pipelines: dict[str, Pipeline] = {code: pipeline.build(code, model, packs) for code in pipeline.LANGUAGES}

    def read(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[Reading]:
        """One reading per row, in order; a row has `text`, and maybe `id`, `language` (a hint) and `industry`.

        Memory stays the same however many rows come: what spaCy learns of a group's words is forgotten with it.
        """
        for group in minibatch(rows, TOGETHER):
            with ExitStack() as zones:
                for nlp in self._pipelines.values():
                    zones.enter_context(nlp.memory_zone())
                readings = self._read_group(group)
            yield from readings

    def _read_group(self, rows: list[Mapping[str, Any]]) -> list[Reading]:
        readings: list[Reading | None] = [None] * len(rows)
        places: dict[str, list[int]] = {}
        docs: dict[str, list[Doc]] = {}
        for place, row in enumerate(rows):
            doc = self._document(row)
            code = doc._.language if doc._.language in self._pipelines else "en"
            places.setdefault(code, []).append(place)
            docs.setdefault(code, []).append(doc)
        for code, group in docs.items():
            for place, doc in zip(places[code], self._pipelines[code].pipe(group), strict=True):
                readings[place] = self._reading(str(rows[place].get("id") or ""), doc)
        return readings  # type: ignore[return-value]

    def _document(self, row: Mapping[str, Any]) -> Doc:
        text, hint = row.get("text") or "", row.get("language")
        plain = normalise(text)
        code = language_of(plain, hint)
        tokenizer = cast(SocialTokenizer, self._pipelines[code if code in self._pipelines else "en"].tokenizer)
        doc = tokenizer.document(text, plain)
        known = doc._
        known.language, known.hint, known.industry = code, hint, row.get("industry")
        return doc

    def _reading(self, identity: str, doc: Doc) -> Reading:
        read = doc._
        return Reading.model_construct(
            id=identity,
            language=read.language,
            emotions=_named(EMOTIONS, read.emotions),
            neutral=round(read.neutral, 4),
            sentiment=round(read.sentiment, 4) + 0.0,
            intents=_named(INTENTS, read.intents),
            themes=list(read.themes),
            expectation=read.expectation,
            model=self.model.version,
        )


@lru_cache(1)
def reader() -> Reader:
    """The committed model with the packs of the settings, loaded once in a process."""
    return Reader(load_model(), read_packs(settings().industries))


def read_texts(rows: Iterable[Mapping[str, Any]]) -> Iterator[Reading]:
    """One reading per row {text, id?, language?, industry?}, in order, by the committed model."""
    return reader().read(rows)


def _named(names: tuple[str, ...], values: np.ndarray) -> dict[str, float]:
    return dict(zip(names, values.round(4).tolist(), strict=True))
