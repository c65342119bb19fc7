"""Are the emotions read, and in French as in English?"""

from collections.abc import Iterator

import numpy as np

from transforms.reading import EMOTIONS
from transforms.training.calibration import f1
from transforms.training.judge.line import Line, area, auc, f1_of, line
from transforms.training.judge.read import Read

_ENOUGH = 10
MACRO = (("goemotions", "0.62"), ("goemotions_fr", "0.56"), ("xed_en", "0.47"), ("xed_fr", "0.43"),
         ("brighter_eng", ""), ("brighter_fr", ""))  # fmt: skip
PAIRS = (("goemotions_fr", "goemotions"), ("brighter_fr", "brighter_eng"))


def parity(read: Read) -> Iterator[Line]:
    """The same posts in both languages: French dev rows beside the English originals, which never
    teach either.
    """
    for french, english in PAIRS:
        yield from _pairs(read.of(french), read.of(english), french)


def lines(read: Read) -> Iterator[Line]:
    """Every set whose emotions people labelled, and the emotions one by one where posts are posts."""
    for name, target in MACRO:
        some = read.of(name)
        if len(some):
            language = some.examples.languages[0]
            yield line("emotions", name, language, "macro-F1", len(some), _macro_f1(some), target)
            yield line("emotions", name, language, "mean AUC", len(some), _mean_auc(some))
    for name in ("goemotions", "goemotions_fr", "telecom", "support", "reviews", "written"):
        yield from _each(read.of(name), name)


def _pairs(one: Read, other: Read, name: str) -> Iterator[Line]:
    place = {identity: row for row, identity in enumerate(other.examples.frame["id"])}
    rows = [(a, place[o]) for a, o in enumerate(one.examples.frame["original"]) if o in place]
    if not rows:
        return
    here, there = np.array(rows).T
    ours, theirs = one.where(here), other.where(there)
    values = {"fr": _mean_auc(ours), "en": _mean_auc(theirs)}
    for language, value in values.items():
        yield line("parity", name, language, "mean AUC", len(rows), value)
    yield line(
        "parity",
        name,
        "en - fr",
        "mean AUC",
        len(rows),
        lambda r: values["en"](r) - values["fr"](r),
        "0.02",
    )


def _annotated(read: Read) -> list[str]:
    return [
        e
        for e in EMOTIONS
        if not np.isnan(read.examples.column(e)).all() and read.true(e).sum() >= _ENOUGH
    ]


def _macro_f1(read: Read):
    pairs = [(read.said(e), read.true(e)) for e in _annotated(read)]
    return lambda rows: float(np.mean([f1(said[rows], true[rows]) for said, true in pairs]))


def _mean_auc(read: Read):
    pairs = [(read.score(e), read.true(e)) for e in _annotated(read)]
    return lambda rows: float(np.nanmean([auc(score[rows], true[rows]) for score, true in pairs]))


def _each(read: Read, name: str) -> Iterator[Line]:
    for language in sorted(set(read.examples.languages)):
        some = read.of(name, language=language)
        for emotion in (*_annotated(some), "neutral"):
            score, true, said = some.score(emotion), some.true(emotion), some.said(emotion)
            if min(true.sum(), (~true).sum()) >= _ENOUGH:
                yield line(emotion, name, language, "AUC", len(some), area(score, true))
                yield line(emotion, name, language, "F1", len(some), f1_of(said, true))
