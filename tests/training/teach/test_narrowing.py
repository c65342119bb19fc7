"""Layers made narrower keep the units that are heard."""

import random

import numpy as np

from tests.training.teach.classroom import examples, split, student, torch
from transforms.enrich.model.post_model import MEANING
from transforms.training.teach import narrowing
from transforms.training.teach.batches import lesson


def test_the_units_that_matter_stay():
    model = student()
    layer = model.layers[0]
    with torch.no_grad():
        layer.fo.weight[:, 40:] = 0  # whatever these say, nobody hears
    batches = lesson(examples(), split, np.zeros((64, MEANING))).epoch(100, random.Random(1))
    kept = layer.fi.weight[:40].clone()
    narrowing.narrow(model, batches, [40, 1536])
    assert layer.fi.out_features == 40
    assert torch.equal(layer.fi.weight, kept)
    assert model.layers[1].fi.out_features == 1536


def test_a_model_is_shaped_for_weights_that_come_next():
    model = narrowing.shaped(student(), [64, 9_999])
    assert [layer.fi.out_features for layer in model.layers] == [64, 1536]
    assert [layer.fo.in_features for layer in model.layers] == [64, 1536]
