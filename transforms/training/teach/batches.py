"""Texts in batches of like length, with what each answer should be."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional

from transforms.enrich.model.post_model import OUTPUTS
from transforms.training.data import Examples
from transforms.training.labels import data_sets
from transforms.training.teach.student import Answers

LONGEST = 64
UNKNOWN = 3
"""The piece that stands for what is not known, and here for what is hidden."""
_CHUNK = 8_192
_LOUDER = {"irony": 1.5, "wants": 1.5, "explicit": 1.5}
_FINE, _OWN, _LOWER = 0.3, 0.5, 0.4
"""How much GoEmotions' own labels count, the lower exit's likeness to the upper one's answers, and the lower exit."""
_USUAL = 9
_BELIEVED = 0.4
"""How much of the lesson is what earlier students say: their doubts teach what a label hides."""
_UNLABELLED = 0.3
_HIDDEN = 0.08
"""Share of pieces that are hidden of each text."""
_LIKE = 3.0
"""How much the meaning is held near the whole pretrained encoder's likeness."""
_MEANT = 4.0
"""How much the lower exit's meaning is pulled to the upper one's."""

Splitter = Callable[[str, int], np.ndarray]


@dataclass(frozen=True)
class Lesson:
    """All that teaches: pieces of each text, and answers 0..1 with their loudness.

    `rows` are the texts of one epoch, some more than once.
    """

    ids: list[list[int]]
    truth: torch.Tensor
    loud: torch.Tensor
    fine: torch.Tensor
    fine_known: torch.Tensor
    soft: torch.Tensor | None
    """What earlier students say of the text and its translation, where there are any."""
    soft_loud: torch.Tensor
    """How much that counts: nothing where they were not asked, a little where nobody labelled."""
    like: torch.Tensor
    """(n, 128) unit: where the whole pretrained encoder places each text; zero where nobody asked it."""
    frame_rows: np.ndarray
    times: np.ndarray

    def epoch(self, tokens: int, rng: random.Random) -> list["Batch"]:
        """The teaching rows in random order, so many together as `tokens` allow once padded."""
        order = [row for row in self.frame_rows for _ in range(_rounded(self.times[row], rng))]
        return [self.batch(rows) for rows in _together(self.ids, order, tokens, rng)]

    def batch(self, rows: list[int]) -> "Batch":
        return Batch(self, rows)


@dataclass(frozen=True)
class Batch:
    """Some rows of a lesson."""

    lesson: Lesson
    rows: list[int]

    def texts(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Pieces, some of them hidden, and which are there."""
        pieces, there = padded([self.lesson.ids[row] for row in self.rows])
        hidden = torch.rand(pieces.shape) < _HIDDEN
        hidden[:, 0] = False
        return pieces.masked_fill(hidden & there, UNKNOWN), there

    def loss(self, found: tuple[Answers, Answers]) -> torch.Tensor:
        """Cross entropy of both exits, per text and nine answers; the lower one learns from the
        upper one too.
        """
        below, above = found
        own = torch.sigmoid(above[0].detach())
        lower = self._of(below) + _OWN * _entropy(below[0], own).sum()
        apart = (1 - (below[2] * above[2].detach()).sum(1)).sum()
        like = self.lesson.like[self.rows]
        unlike = (like.norm(dim=1) - (above[2] * like).sum(1)).sum()
        return (self._of(above) + _LOWER * lower + _MEANT * apart + _LIKE * unlike) / (
            len(self.rows) * _USUAL
        )

    def _of(self, found: Answers) -> torch.Tensor:
        lesson, rows = self.lesson, self.rows
        hard = (_entropy(found[0], lesson.truth[rows]) * lesson.loud[rows]).sum()
        if lesson.soft is not None:
            hard = (1 - _BELIEVED) * hard + _BELIEVED * (
                _entropy(found[0], lesson.soft[rows]) * lesson.soft_loud[rows]
            ).sum()
        fine = (_entropy(found[1], lesson.fine[rows]) * lesson.fine_known[rows]).sum()
        return hard + _FINE * fine


def lesson(
    examples: Examples,
    split: Splitter,
    like: np.ndarray,
    opinions: np.ndarray | None = None,
    times: str = "times",
) -> Lesson:
    """The teaching rows (`fit`) of `examples`; `like` (n, 128) is where the pretrained encoder
    places each text.

    `opinions` (n, outputs) are an earlier student's probabilities, NaN where it was not asked.
    `times` is the label table's word for how often a row is read: "times", or "last".
    """
    frame, table = examples.frame, data_sets()
    loud = ~np.isnan(examples.targets) * np.array([_LOUDER.get(output, 1.0) for output in OUTPUTS])
    loud *= (
        frame["data_set"].map({n: t["loud"] for n, t in table.items()}) * frame["sure"]
    ).to_numpy(float)[:, None]
    asked = None if opinions is None else ~np.isnan(opinions)
    soft_loud = np.where(loud > 0, loud, _UNLABELLED) * (asked if asked is not None else 0.0)
    if asked is not None:
        loud = np.where(asked, loud, loud / (1 - _BELIEVED))
    return Lesson(
        ids=[split(text, LONGEST).tolist() for text in examples.texts],
        truth=_tensor(np.nan_to_num(examples.targets)), loud=_tensor(loud),
        fine=_tensor(np.nan_to_num(examples.fine)), fine_known=_tensor(~np.isnan(examples.fine)),
        soft=None if opinions is None else _tensor(np.nan_to_num(opinions)), soft_loud=_tensor(soft_loud),
        like=_tensor(like), frame_rows=np.flatnonzero(frame["part"] == "fit"),
        times=frame["data_set"].map({n: t[times] for n, t in table.items()}).to_numpy(dtype=float),
    )  # fmt: skip


def padded(rows: list[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """(texts, longest) pieces, and which of them are there."""
    longest = max(map(len, rows))
    pieces = torch.zeros(len(rows), longest, dtype=torch.long)
    there = torch.zeros(len(rows), longest, dtype=torch.bool)
    for i, row in enumerate(rows):
        pieces[i, : len(row)] = torch.tensor(row)
        there[i, : len(row)] = True
    return pieces, there


def _together(
    ids: list[list[int]], order: list[int], tokens: int, rng: random.Random
) -> Iterator[list[int]]:
    rng.shuffle(order)
    batches: list[list[int]] = []
    for start in range(0, len(order), _CHUNK):
        batch: list[int] = []
        for row in sorted(order[start : start + _CHUNK], key=lambda r: len(ids[r])):
            if batch and len(ids[row]) * (len(batch) + 1) > tokens:
                batches.append(batch)
                batch = []
            batch.append(row)
        batches.append(batch)
    rng.shuffle(batches)
    yield from batches


def _rounded(times: float, rng: random.Random) -> int:
    return int(times) + (rng.random() < times % 1)


def _entropy(logits: torch.Tensor, truth: torch.Tensor) -> torch.Tensor:
    return functional.binary_cross_entropy_with_logits(logits, truth, reduction="none")


def _tensor(values: np.ndarray) -> torch.Tensor:
    return torch.tensor(np.asarray(values, dtype=np.float32))
