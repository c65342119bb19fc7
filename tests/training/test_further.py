"""The committed model learns on from what it and others say of the rows that teach."""

from types import SimpleNamespace

import numpy as np
import pytest

from tests.training.teach.classroom import examples

pytest.importorskip("onnx", reason="a model is written by onnx, which the product does not need")

from transforms.enrich.model.post_model import MEANING, OUTPUTS
from transforms.training.further import thought


def model(logit: float, place: float) -> SimpleNamespace:
    """One that says the same of every text, and places all at one spot."""

    def answers(texts: list[str], _way: object) -> tuple:
        n = len(texts)
        return np.full((n, len(OUTPUTS)), logit), np.full((n, MEANING), place), np.ones(n, bool)

    return SimpleNamespace(answers=answers)


def test_models_are_heard_together_and_the_first_places_the_rows():
    rows = examples(4, part=["fit", "dev", "fit", "fit"], data_set=["telecom"] * 3 + ["red_ro"])
    said, like = thought(rows, [model(0.0, 0.5), model(50.0, 9.0)])
    assert said[[0, 2]] == pytest.approx(0.75)
    assert np.isnan(said[[1, 3]]).all()
    assert like[[0, 2]] == pytest.approx(0.5)
    assert not like[[1, 3]].any()
