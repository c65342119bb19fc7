"""A student learns in its minutes what its lesson tells apart."""

import itertools

import numpy as np
import pytest

from tests.training.teach.classroom import examples, split, student
from transforms.enrich.model.post_model import MEANING
from transforms.training.teach import meanings
from transforms.training.teach.batches import lesson, padded
from transforms.training.teach.fit import Recipe, fit
from transforms.training.teach.irony import Twins
from transforms.training.teach.meanings import Pairs


def test_a_student_learns_what_parts_two_kinds_of_text_at_both_exits(monkeypatch):
    monkeypatch.setattr(
        "transforms.training.teach.fit.time.monotonic", itertools.count().__next__
    )  # a step, a second
    model, taught = student(), lesson(examples(), split, np.zeros((64, MEANING)))
    groups = [["9 9", "9"], ["8 8", "8"]]
    pairs = Pairs(dict.fromkeys(meanings.LIKELY, groups), lambda text: split(text, 9).tolist())
    twins = Twins([([0, 9, 2], [0, 8, 2])])
    fit(model, taught, pairs, twins, Recipe(minutes=3, rate=1e-3, tokens=100))
    for answers, _, meaning in model(*padded([[0, 9, 9, 9, 2], [0, 8, 8, 8, 2]])):
        assert answers[0, 0] > answers[1, 0] + 1
        assert meaning.norm(dim=1).tolist() == pytest.approx([1, 1], abs=1e-3)
