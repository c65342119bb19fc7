"""Texts in, readings out: in order, some hundred at a time, and each as if it were alone."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, cast

import numpy as np
from spacy.language import Language as Pipeline
from spacy.tokens import Doc
from spacy.util import minibatch

from transforms.config.industries import Pack, Packs
from transforms.config.settings import settings
from transforms.enrich import pipeline
from transforms.enrich.components.feelings import Model, load_model
from transforms.enrich.components.language import OTHER, code_of, told_by
from transforms.enrich.text.normalise import bare, in_full, says_something, worded
from transforms.enrich.text.tokens import SocialTokenizer
from transforms.reading import EMOTIONS, INTENTS, Reading

TOGETHER = 2_048
"""Texts that are held in memory at once."""


class Reader:
    """A model and packs, ready to read."""

    def __init__(self, model: Model, packs: Mapping[str, Pack]) -> None:
        self.model = model
        self.packs = packs
        self._pipeline: Pipeline = pipeline.build(model, packs)

    def prepare(self, industries: Iterable[str | None]) -> None:
        """Make ready to read posts of these industries, as `read` does by itself."""
        pipeline.prepare(self._pipeline, industries)

    def read(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[Reading]:
        """One reading per row, in order; a row has `text`, and maybe `id`, `language` (a hint),
        `industry`, and `bend`: what readers of its community corrected.

        Memory stays the same however many rows come: what spaCy learns of a group's words is
        forgotten with it.
        """
        for group in minibatch(rows, TOGETHER):
            self.prepare({row.get("industry") for row in group})
            with self._pipeline.memory_zone():
                readings = self._read_group(group)
            yield from readings

    def _read_group(self, rows: list[Mapping[str, Any]]) -> list[Reading]:
        left = [bare(row.get("text") or "") for row in rows]
        places = [place for place, text in enumerate(left) if says_something(text)]
        docs = [self._document(rows[place], left[place]) for place in places]
        read = zip(places, self._pipeline.pipe(docs, batch_size=TOGETHER), strict=True)
        found = {place: self._reading(str(rows[place].get("id") or ""), doc) for place, doc in read}
        return [found.get(place) or self._of_nothing(row) for place, row in enumerate(rows)]

    def _document(self, row: Mapping[str, Any], left: str) -> Doc:
        words = worded(left)
        tokenizer = cast(SocialTokenizer, self._pipeline.tokenizer)
        doc = tokenizer.document(row["text"], in_full(words))
        known = doc._
        known.language, known.industry = told_by(words, row.get("language")), row.get("industry")
        known.bend = row.get("bend")
        return doc

    def _of_nothing(self, row: Mapping[str, Any]) -> Reading:
        """The reading of a post that words nothing: only mentions, addresses, or nothing at all."""
        return Reading.model_construct(
            id=str(row.get("id") or ""),
            language=code_of(row.get("language")) or OTHER,
            readable=False,
            emotions=dict.fromkeys(EMOTIONS, 0.0),
            neutral=1.0,
            sentiment=0.0,
            intents=dict.fromkeys(INTENTS, 0.0),
            irony=0.0,
            themes=[],
            expectation=None,
            corrected=[],
            model=self.model.version,
        )

    def _reading(self, identity: str, doc: Doc) -> Reading:
        read = doc._
        return Reading.model_construct(
            id=identity,
            language=read.language,
            readable=True,
            emotions=_named(EMOTIONS, read.emotions),
            neutral=round(float(read.neutral), 4),
            sentiment=round(float(read.sentiment), 4) + 0.0,
            intents=_named(INTENTS, read.intents),
            irony=round(read.irony, 4),
            themes=list(read.themes),
            expectation=read.expectation,
            corrected=list(read.corrected),
            model=self.model.version,
        )


@lru_cache(1)
def reader() -> Reader:
    """The committed model with the packs of the settings, loaded once in a process."""
    return Reader(load_model(), Packs(settings().industries))


def read_texts(rows: Iterable[Mapping[str, Any]]) -> Iterator[Reading]:
    """One reading per row {text, id?, language?, industry?}, in order, by the committed model."""
    return reader().read(rows)


def _named(names: tuple[str, ...], values: np.ndarray) -> dict[str, float]:
    return dict(zip(names, values.round(4).tolist(), strict=True))
