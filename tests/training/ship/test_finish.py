"""The model that ships: the same files for the same model, heads side by side, texts evenly drawn."""

import json
import shutil

import numpy as np
import pytest

pytest.importorskip("onnx", reason="a model is written by onnx, which the product does not need")

from transforms.enrich.model.post_model import MEANING, OUTPUTS, TRAINED, PostModel
from transforms.training.ship import finish


@pytest.fixture
def target(tmp_path):
    return shutil.copytree(TRAINED, tmp_path / "model")


def test_what_is_saved_again_is_the_same_model_to_the_byte(target):
    facts = json.loads((target / "post.json").read_text())
    with np.load(target / "post_heads.npz") as stored:
        arrays = dict(stored)
    one = finish.save(target, facts, arrays)
    before = {path.name: path.read_bytes() for path in target.iterdir() if path.is_file()}
    other = finish.save(target, facts, arrays)
    assert before == {path.name: path.read_bytes() for path in target.iterdir() if path.is_file()}
    assert one.version == other.version == PostModel.load().version


def test_answers_and_meaning_stand_side_by_side_and_nothing_is_calibrated_yet():
    state = {
        f"exits.{exit_}.{head}.{kind}": np.full(
            (size, 6) if kind == "weight" else size, exit_ + 1.0
        )
        for exit_ in (0, 1)
        for head, size in (("head", len(OUTPUTS)), ("meaning", MEANING))
        for kind in ("weight", "bias")
    }
    arrays = finish._heads(state)
    assert arrays["lower_weights"].shape == (6, len(OUTPUTS) + MEANING)
    assert set(arrays["upper_bias"]) == {2.0}
    assert set(arrays["scale"].ravel()) == {1.0}
    assert not arrays["shift"].any()


def test_texts_are_drawn_evenly_over_a_file(tmp_path):
    file = tmp_path / "posts.jsonl"
    file.write_text("\n".join(json.dumps({"text": str(n)}) for n in range(100)))
    assert finish._posts(file, 10) == [str(n) for n in range(0, 100, 10)]
    assert len(finish._posts(file)) == 100
