"""Ironic posts beside sincere ones: pairs of the teaching rows, told apart by their irony alone."""

import random

import numpy as np

from tests.training.teach.classroom import examples, split, torch
from transforms.enrich.model.post_model import OUTPUTS
from transforms.training.teach import irony


def test_twins_are_told_apart_by_the_difference_of_their_irony_alone():
    answers = torch.zeros(2, len(OUTPUTS))
    answers[0, OUTPUTS.index("irony")] = 5
    right, wrong = ((answers, answers, answers),) * 2, ((answers.flip(0),) * 3,) * 2
    assert irony.loss(right) < 0.01 < 5 <= irony.loss(wrong)


def test_a_pair_teaches_where_both_of_its_posts_do():
    rows = examples(
        4, id=["a", "b", "c", "d"], twin=["b", "a", "d", "c"], data_set="our_irony",
        text=["9", "8", "7", "6"], part=["fit", "fit", "fit", "dev"],
    )  # fmt: skip
    rows.targets[:, OUTPUTS.index("irony")] = np.array([1, 0, 1, 0])
    found = irony.twins(rows, lambda text: split(text, 9).tolist())
    assert found.pairs == [([0, 9, 2], [0, 8, 2])]
    pieces, there = found.batch(random.Random(1))
    assert pieces.tolist() == [[0, 9, 2], [0, 8, 2]]
    assert there.all()
