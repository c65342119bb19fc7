"""Teaching: what a batch asks, what narrows, what is kept; where torch is installed."""

import itertools
import random

import numpy as np
import pandas as pd
import pytest

torch = pytest.importorskip("torch", reason="teaching needs torch, which the product does not")
pytest.importorskip(
    "transformers", reason="teaching needs transformers, which the product does not"
)

from transforms.enrich.model.post_model import MEANING, OUTPUTS  # noqa: E402
from transforms.training.data import Examples  # noqa: E402
from transforms.training.labels import fine_labels  # noqa: E402
from transforms.training.teach import e5, irony, meanings, narrowing  # noqa: E402
from transforms.training.teach.batches import lesson, padded  # noqa: E402
from transforms.training.teach.fit import Recipe, fit  # noqa: E402
from transforms.training.teach.irony import Twins  # noqa: E402
from transforms.training.teach.made import Made  # noqa: E402
from transforms.training.teach.meanings import Pairs  # noqa: E402
from transforms.training.teach.student import Student  # noqa: E402

WORDS = 60


def _examples(n: int = 64) -> Examples:
    good = np.arange(n) % 2 == 0
    frame = pd.DataFrame({
        "id": [str(i) for i in range(n)], "text": np.where(good, "9 9 9", "8 8 8"), "language": "fr", "sure": 1.0,
        "data_set": "telecom", "part": "fit", "group": [str(i) for i in range(n)],
    })  # fmt: skip
    targets = np.full((n, len(OUTPUTS)), np.nan, np.float32)
    targets[:, 0] = good
    return Examples(frame, targets, np.full((n, len(fine_labels())), np.nan, np.float32))


def _split(text: str, longest: int) -> np.ndarray:
    return np.array([0, *map(int, text.split()[: longest - 2]), 2])


def _student(layers: int = 2) -> Student:
    torch.manual_seed(1)
    return Student(e5.empty(WORDS, layers), 1, layers, len(OUTPUTS), len(fine_labels()))


def _pairs() -> Pairs:
    groups = [["9 9", "9"], ["8 8", "8"]]
    return Pairs(dict.fromkeys(meanings.LIKELY, groups), lambda text: _split(text, 9).tolist())


def test_a_student_learns_what_parts_two_kinds_of_text_at_both_exits(monkeypatch):
    monkeypatch.setattr(
        "transforms.training.teach.fit.time.monotonic", itertools.count().__next__
    )  # a step, a second
    model, taught = _student(), lesson(_examples(), _split, np.zeros((64, MEANING)))
    fit(
        model,
        taught,
        _pairs(),
        Twins([([0, 9, 2], [0, 8, 2])]),
        Recipe(minutes=3, rate=1e-3, tokens=100),
    )
    for answers, _, meaning in model(*padded([[0, 9, 9, 9, 2], [0, 8, 8, 8, 2]])):
        assert answers[0, 0] > answers[1, 0] + 1
        assert meaning.norm(dim=1).tolist() == pytest.approx([1, 1], abs=1e-3)


def test_an_answer_that_nobody_gave_changes_nothing():
    taught = lesson(_examples(), _split, np.zeros((64, MEANING)))
    model = _student()
    batch = taught.epoch(100, random.Random(1))[0]
    batch.loss(model(*batch.texts())).backward()
    gradient = model.exits[1].head.weight.grad
    assert gradient[0].abs().sum() > 0
    assert gradient[1:].abs().sum() == 0


def test_what_earlier_students_say_teaches_where_nobody_labelled():
    said = np.full((64, len(OUTPUTS)), 0.7, np.float32)
    batch = lesson(_examples(), _split, np.zeros((64, MEANING)), said).epoch(100, random.Random(1))[
        0
    ]
    model = _student()
    batch.loss(model(*batch.texts())).backward()
    assert (model.exits[1].head.weight.grad.abs().sum(1) > 0).all()


def test_the_units_that_matter_stay():
    model = _student()
    layer = model.layers[0]
    with torch.no_grad():
        layer.fo.weight[:, 40:] = 0  # whatever these say, nobody hears
    batches = lesson(_examples(), _split, np.zeros((64, MEANING))).epoch(100, random.Random(1))
    kept = layer.fi.weight[:40].clone()
    narrowing.narrow(model, batches, [40, 1536])
    assert layer.fi.out_features == 40
    assert torch.equal(layer.fi.weight, kept)
    assert model.layers[1].fi.out_features == 1536


def test_a_student_that_was_kept_answers_the_same(tmp_path):
    made = Made(_student(), [(str(i), -1.0) for i in range(WORDS)])
    narrowing.shaped(made.model, [64, 128])
    made.model.eval()
    texts = padded([[0, 9, 2], [0, 8, 8, 2]])
    again = Made.kept(made.keep(tmp_path / "made.pt") and tmp_path / "made.pt")
    again.model.eval()
    assert torch.equal(made.model(*texts)[1][0], again.model(*texts)[1][0])


def test_twins_are_told_apart_by_the_difference_of_their_irony_alone():
    answers = torch.zeros(2, len(OUTPUTS))
    answers[0, OUTPUTS.index("irony")] = 5
    right, wrong = ((answers, answers, answers),) * 2, ((answers.flip(0),) * 3,) * 2
    assert irony.loss(right) < 0.01 < 5 <= irony.loss(wrong)
