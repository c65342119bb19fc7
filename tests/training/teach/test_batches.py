"""What a batch asks: nothing of what nobody said, and each text as often as its lesson says."""

import random

import numpy as np

from tests.training.teach.classroom import examples, split, student, torch
from transforms.enrich.model.post_model import MEANING, OUTPUTS
from transforms.training.teach.batches import UNKNOWN, lesson, padded


def taught(said: np.ndarray | None = None, **columns: object):
    return lesson(examples(**columns), split, np.zeros((64, MEANING)), said)


def test_an_answer_that_nobody_gave_changes_nothing():
    model, batch = student(), taught().epoch(100, random.Random(1))[0]
    batch.loss(model(*batch.texts())).backward()
    gradient = model.exits[1].head.weight.grad
    assert gradient[0].abs().sum() > 0
    assert gradient[1:].abs().sum() == 0


def test_what_earlier_students_say_teaches_where_nobody_labelled():
    batch = taught(np.full((64, len(OUTPUTS)), 0.7, np.float32)).epoch(100, random.Random(1))[0]
    model = student()
    batch.loss(model(*batch.texts())).backward()
    assert (model.exits[1].head.weight.grad.abs().sum(1) > 0).all()


def test_an_epoch_has_every_teaching_row_and_no_batch_is_too_large():
    some = taught(part=["fit", "dev"] * 32)
    batches = some.epoch(40, random.Random(2))
    assert {row for batch in batches for row in batch.rows} == set(range(0, 64, 2))
    assert all(len(batch.rows) * 5 <= 40 for batch in batches)


def test_texts_are_padded_and_some_pieces_hidden_but_never_the_first():
    pieces, there = padded([[0, 9, 2], [0, 8, 8, 8, 2]])
    assert pieces.tolist() == [[0, 9, 2, 0, 0], [0, 8, 8, 8, 2]]
    assert there.sum(1).tolist() == [3, 5]
    torch.manual_seed(3)
    shown = torch.cat([taught().batch(list(range(64))).texts()[0] for _ in range(20)])
    assert 0.02 < (shown == UNKNOWN).float().mean() < 0.15
    assert (shown[:, 0] == 0).all()
