"""Are posts to brands read: anger, what they ask, complain of, suggest, and how they stand to it?"""

from collections.abc import Iterator

import numpy as np

from transforms.enrich.model.post_model import OUTPUTS
from transforms.training.calibration import macro_f1, sentiment_class
from transforms.training.judge.line import Line, Value, area, f1_of, line, share
from transforms.training.judge.read import Read

REAL = ("telecom", "support", "reviews")
AREAS = (("anger", "0.90"), ("suggestion", "0.85"), ("negative", "0.92"))
F1S = (("question", "0.90"), ("complaint", "0.93"), ("suggestion", ""), ("praise", ""))
_ENOUGH = 5


def lines(read: Read) -> Iterator[Line]:
    for language in ("fr", "en"):
        for name, some in (
            *((one, read.of(one, language=language)) for one in (*REAL, "written")),
            ("all three", read.of(*REAL, language=language)),
        ):
            if len(some):
                yield from _of(name, language, some)
    yield from _sentiment(read)
    yield from _plain(read)


def _of(name: str, language: str, read: Read) -> Iterator[Line]:
    for output, target in AREAS:
        score, true = read.score(output), read.true(output)
        if min(true.sum(), (~true).sum()) >= _ENOUGH:
            yield line(
                "brands", name, language, f"{output} AUC", len(read), area(score, true), target
            )
    for output, target in F1S:
        said, true = read.said(output), read.true(output)
        if true.sum() >= _ENOUGH:
            yield line(
                "brands", name, language, f"{output} F1", len(read), f1_of(said, true), target
            )


def _sentiment(read: Read) -> Iterator[Line]:
    for name, language in (("reviews", "fr"), ("reviews", "en"), ("telecom", "fr"), ("support", "en"),
                           ("written", "fr"), ("written", "en"), ("goemotions", "en"), ("goemotions_fr", "fr"),
                           ("irony_short_plain", "fr"), ("irony_short_plain", "en")):  # fmt: skip
        some = read.of(name, language=language).known("positive").known("negative")
        good, bad = (OUTPUTS.index(one) for one in ("positive", "negative"))
        truth = some.examples.targets[:, good] - some.examples.targets[:, bad]
        said = sentiment_class(
            some.probabilities[:, good], some.probabilities[:, bad], some.thresholds
        )
        if len(some):
            yield line(
                "sentiment",
                name,
                language,
                "macro-F1 of three",
                len(some),
                _three(said, truth),
                "0.68",
            )


def _three(said: np.ndarray, truth: np.ndarray) -> Value:
    return lambda rows: macro_f1(said[rows], truth[rows])


def _plain(read: Read) -> Iterator[Line]:
    """Sentences without any feeling: how far from 0 they read."""
    for language in ("fr", "en"):
        some = read.of("irony_short_plain", language=language)
        some = some.where((some.examples.frame["kind"] == "plain").to_numpy())
        value = some.score("positive") - some.score("negative")
        yield line(
            "neutral sentences",
            "plain",
            language,
            "mean sentiment",
            len(some),
            share(value),
            "±0.05",
        )
