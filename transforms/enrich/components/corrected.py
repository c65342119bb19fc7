"""What readers corrected: answers bent for posts that are near what was misread, and read alike."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from transforms.enrich.components.feelings import Affect, Model
from transforms.reading import EMOTIONS, INTENTS, Correction, ThemeScore

Doc.set_extension("bend", default=None, force=True)
Doc.set_extension("corrected", default=(), force=True)

STRONGEST = 4.0
"""By how much the log odds of an answer are moved at most: 0.9 becomes 0.14, 0.99 is 0.64."""
ENOUGH = 3.0
"""Nearness, summed over corrected posts, from which on an answer is moved by `STRONGEST`."""
NEAR = 0.7
"""Cosine of two meanings from which on a post is near a corrected one."""
HEARD = 0.4
"""Score below which a theme is heard no more."""
SIGNS = {"positive": 1.0, "negative": -1.0}
"""Answers that move the sentiment, and to which side."""
_SEEN = 0.01
"""A change of an answer below which nothing is told."""


@dataclass(frozen=True)
class Bend:
    """What one community's readers corrected: n texts, where they lie and how they were read, and
    what is said of which of them.
    """

    meanings: np.ndarray
    """(n, width), unit."""
    read: np.ndarray
    """(n, answers): probabilities, see `_read`."""
    said: Mapping[str, tuple[tuple[int, float, str | None], ...]]
    """Answer -> (text, 1 for right or -1 for wrong, the phrase that brought a theme)."""

    @classmethod
    def of(cls, labels: Iterable[Mapping[str, Any]], model: Model) -> "Bend":
        """The bend of rows of lake/config/labels, in the space of `model`."""
        rows = list(labels)
        texts = {row["text_hash"]: (row["text"], row["language"] or "") for row in rows}
        place = {text_hash: i for i, text_hash in enumerate(texts)}
        found = model.read([t for t, _ in texts.values()], [lang for _, lang in texts.values()])
        said: dict[str, list[tuple[int, float, str | None]]] = defaultdict(list)
        for row in rows:
            side = 1.0 if row["is_right"] else -1.0
            said[row["answer"]].append((place[row["text_hash"]], side, row["because"]))
        answers = {answer: tuple(labels) for answer, labels in said.items()}
        return cls(found.vectors.astype(np.float64), _read(found), answers)


@Language.component(
    "corrected",
    assigns=["doc._.corrected"],
    requires=["doc._.meaning", "doc._.irony", "doc._.themes"],
)
def corrected(doc: Doc) -> Doc:
    """Bend what `doc._.bend` speaks of, and write `doc._.corrected`: each answer that moved, from
    what to what, by how many corrected posts.
    """
    if doc._.bend is not None and doc._.bend.said:
        doc._.corrected = tuple(_bent(doc, doc._.bend))
    return doc


def _bent(doc: Doc, bend: Bend) -> Iterable[Correction]:
    written = doc._
    alike = _alike(doc, bend)
    written.emotions, written.intents = written.emotions.copy(), written.intents.copy()
    for names, values in ((EMOTIONS, written.emotions), (INTENTS, written.intents)):
        for i, name in enumerate(names):
            before, (push, labels) = float(values[i]), _push(bend, name, alike)
            values[i] = _moved(before, push)
            yield from _told(name, labels, before, float(values[i]))
    before, (push, labels) = written.irony, _push(bend, "irony", alike)
    written.irony = _moved(before, push)
    yield from _told("irony", labels, before, written.irony)
    yield from _sentiment(doc, bend, alike)
    yield from _themes(doc, bend, alike)


def _sentiment(doc: Doc, bend: Bend, alike: np.ndarray) -> Iterable[Correction]:
    pushes = {name: _push(bend, name, alike) for name in SIGNS}
    before = float(doc._.sentiment)
    push = sum(SIGNS[name] * pushed for name, (pushed, _) in pushes.items())
    doc._.sentiment = float(np.clip(before + np.clip(push, -1, 1), -1, 1))
    labels = sum(labels for _, labels in pushes.values())
    yield from _told("sentiment", labels, before, doc._.sentiment)


def _themes(doc: Doc, bend: Bend, alike: np.ndarray) -> Iterable[Correction]:
    kept = []
    for theme in doc._.themes:
        push, labels = _push(bend, theme.theme, alike, theme.evidence)
        after = round(_moved(theme.score, push), 4)
        yield from _told(theme.theme, labels, theme.score, after)
        if after >= min(HEARD, theme.score):
            kept.append(ThemeScore(theme=theme.theme, score=after, evidence=theme.evidence))
    doc._.themes = tuple(sorted(kept, key=lambda one: (-one.score, one.theme)))


def _alike(doc: Doc, bend: Bend) -> np.ndarray:
    """How near each corrected text is, 0..1: near in meaning, and read alike."""
    written = doc._
    mine = np.concatenate([written.emotions, written.intents, [written.mockery]])
    cosine = bend.meanings @ written.meaning.astype(np.float64)
    near = np.clip((cosine - NEAR) / (1 - NEAR), 0, 1)
    return near * (1 - np.abs(bend.read - mine).max(axis=1))


def _push(
    bend: Bend, answer: str, alike: np.ndarray, evidence: str | None = None
) -> tuple[float, int]:
    """Whither an answer is pushed, -1..1, and how many corrected texts push; a theme that the same
    phrase brought is as near as can be.
    """
    labels = bend.said.get(answer, ())
    nearness = [
        1.0 if because and because == evidence else float(alike[i]) for i, _, because in labels
    ]
    total = sum(side * near for (_, side, _), near in zip(labels, nearness, strict=True))
    return max(-1.0, min(1.0, total / ENOUGH)), sum(near > 0 for near in nearness)


def _moved(before: float, push: float) -> float:
    if push == 0:
        return before
    share = min(max(before, 1e-4), 1 - 1e-4)
    return 1 / (1 + exp(STRONGEST * -push) * (1 - share) / share)


def _told(answer: str, labels: int, before: float, after: float) -> Iterable[Correction]:
    if abs(after - before) >= _SEEN:
        yield Correction(
            answer=answer, labels=labels, before=round(before, 4), after=round(after, 4)
        )


def _read(found: Affect) -> np.ndarray:
    return np.concatenate([found.emotions, found.intents, found.irony[:, None]], axis=1)
