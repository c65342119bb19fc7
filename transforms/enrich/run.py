"""The enrich step: a shard of texts from the lake becomes a file of readings in the lake."""

from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from typing import Any

import numpy as np
import pyarrow as pa

from transforms import lake
from transforms.config.settings import settings
from transforms.enrich.components.corrected import Bend
from transforms.enrich.components.feelings import Model, load_model
from transforms.enrich.model.same_want import same_want
from transforms.enrich.read import reader
from transforms.ground.forks import by_forks
from transforms.lake import run_ledger
from transforms.reading import EMOTIONS, INTENTS, Reading

_ROWS = 1_000
"""Texts that a process reads at a time and turns into Arrow."""


_LEARNT = 0.3
"""How much of a meaning is the taught one: what grouped best in six industries that had taught nothing."""


def enrich_shard(name: str) -> dict[str, Any]:
    """Read every text of lake/shards/<name>; a shard that the active model has read already is left
    as it is.

    Returns shard, texts and the URL of its readings.
    """
    with run_ledger.step("enrich", shard=name) as facts:
        target = f"{active_model()}/{name}"
        if not lake.exists("enriched", target):
            lake.write("enriched", target, _readings(name))
        facts["texts"] = lake.read("enriched", target).num_rows
        return {
            "shard": name,
            "texts": facts["texts"],
            "url": lake.url("enriched", f"{target}.parquet"),
        }


def active_model() -> str:
    """The version of the model that reads now."""
    return _model().version


def thresholds() -> dict[str, float]:
    """From which probability on the active model says that an emotion, neutral or an intent is
    there.
    """
    return dict(_model().thresholds)


def corrections() -> list[dict[str, Any]]:
    """How the active model errs on held-out texts: rows of understood/corrections."""
    return [_between(row) | row for row in _model().corrections]


def _between(row: dict[str, Any]) -> dict[str, float]:
    """By how much the mean probability of posts with and without an emotion differs from one kind
    of posts to another, as a standard deviation, where the model does not state it.

    The less is misread, the less it can differ: about a third of what posts with the emotion lack
    to 1, and two thirds of what posts without it are given. So 90 % intervals hold on posts to
    brands labelled by hand and on the bank of the truth gate (`make truth` prints how often: in 88
    to 100 % of a cell of thirty or more); no community is like what taught a model.
    """
    return {
        "between_if_true": round(0.35 * (1 - row["mean_if_true"]), 6),
        "between_if_false": round(0.7 * row["mean_if_false"], 6),
    }


def quality() -> list[dict[str, Any]]:
    """How well the active model reads each data set that never taught it: rows of
    understood/quality, macro-F1 0..1.
    """
    return [
        {
            "model": active_model(),
            "language": "fr" if data_set.endswith("_fr") else "en",
            "data_set": data_set,
            "macro_f1": score,
        }
        for data_set, score in _model().figures["macro_f1"].items()
    ]


def encode(texts: list[str]) -> np.ndarray:
    """`of_sentences`: unit vectors (n, 512) of texts as they were written."""
    from transforms.enrich.model.vectors import of_sentences  # a second, and no reading needs it

    return of_sentences(texts)


def meaning(texts: list[str]) -> np.ndarray:
    """Unit vectors (n, d) of texts by what they want, in one space for French and English.

    `_LEARNT` of the squared length is what the model of posts was taught ("same want or not"), the
    rest the sentence vector along what tells wants apart, which holds for trades that taught
    nothing: the cosine is their mean.
    """
    if not texts:
        return np.zeros((0, 1), dtype=np.float32)
    weights = np.sqrt(np.array([_LEARNT, 1 - _LEARNT], dtype=np.float32))
    return np.concatenate(
        [weights[0] * _model().meanings(texts), weights[1] * same_want().placed(encode(texts))],
        axis=1,
    )


def alike() -> tuple[float, float]:
    """From which average likeness of meanings on two groups want the same: among a hundred posts,
    and how much more with each doubling.
    """
    return same_want().alike


@lru_cache(1)
def _model() -> Model:
    return load_model()


_SHARED = ("text_hash", "industry", "pack_version")


def _readings(name: str) -> pa.Table:
    bends = _bends()
    texts = [batch.to_pylist() for batch in lake.batches("shards", name, _ROWS)]
    reader().prepare({text["industry"] for some in texts for text in some})  # the forks share it

    def read(some: list[dict[str, Any]]) -> tuple[pa.Table, dict[str, np.ndarray]]:
        readings = reader().read(text | {"bend": bends.get(text["pack_version"])} for text in some)
        rows = [
            {name: text[name] for name in _SHARED} | as_row(reading)
            for text, reading in zip(some, readings, strict=True)
        ]
        table = pa.Table.from_pylist(rows, schema=lake.SCHEMAS["enriched"])
        return table, _model().at_hand(text["text"] for text in some)

    tables = [lake.SCHEMAS["enriched"].empty_table()]
    for table, meanings in by_forks(read, texts, settings().workers):
        tables.append(table)
        _model().keep(meanings)  # whoever groups posts asks for them next
    return pa.concat_tables(tables)


def _bends() -> dict[str, Bend]:
    """Pack version -> how labels bend what is read under it."""
    labels = sorted(lake.read("config/labels").to_pylist(), key=lambda row: row["pack_version"])
    return {
        version: Bend.of(rows, _model())
        for version, rows in groupby(labels, key=lambda row: row["pack_version"])
    }


def as_row(reading: Reading) -> dict[str, Any]:
    """A reading in the columns of lake/enriched, probabilities as decimals of four places."""
    wish = reading.expectation
    return {
        "model": reading.model, "language": reading.language, "readable": reading.readable,
        **{emotion: decimal(reading.emotions[emotion]) for emotion in EMOTIONS},
        "neutral": decimal(reading.neutral), "sentiment": decimal(reading.sentiment),
        **{intent: decimal(reading.intents[intent]) for intent in INTENTS}, "irony": decimal(reading.irony),
        "themes": [{"theme": t.theme, "score": decimal(t.score), "evidence": t.evidence} for t in reading.themes],
        "expectation_theme": wish.theme if wish else None, "expectation_need": wish.need if wish else None,
        "expectation_explicit": wish.explicit if wish else None,
        "expectation_score": decimal(wish.score) if wish else None,
        "corrected": [
            {"answer": c.answer, "labels": c.labels, "before": decimal(c.before), "after": decimal(c.after)}
            for c in reading.corrected
        ] or None,
    }  # fmt: skip


def decimal(value: float) -> Decimal:
    """The number with exactly four decimals."""
    return Decimal(f"{value:.4f}")
