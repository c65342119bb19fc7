"""What training hands on: rows placed by the pretrained encoder, plain weights, a model described."""

import json
import shutil

import numpy as np
import pytest

from tests.training.teach.classroom import PIECES, examples, student

pytest.importorskip("onnx", reason="a model is written by onnx, which the product does not need")

from transforms.enrich.model.post_model import MEANING, TRAINED, PostModel
from transforms.training import card, train
from transforms.training.teach import likeness
from transforms.training.teach.made import Made


def test_only_teaching_rows_near_to_posts_are_placed(monkeypatch):
    asked: list[str] = []

    def vectors(texts: list[str]) -> np.ndarray:
        asked.extend(texts)
        return np.random.default_rng(1).normal(size=(len(texts), 384))

    monkeypatch.setattr(likeness, "vectors", vectors)
    rows = examples(200, part=["fit", "dev"] * 100, data_set=["telecom"] * 100 + ["xed_en"] * 100)
    like = train.placed(rows)
    placed = np.flatnonzero(np.abs(like).sum(axis=1))
    assert like.shape == (200, MEANING)
    assert placed.tolist() == list(range(0, 100, 2))
    assert len(asked) == 50


def test_what_a_student_learnt_is_plain_arrays():
    found = train.weights(Made(student(), PIECES))
    assert all(isinstance(one, np.ndarray) for one in found.state.values())
    assert found.pieces == PIECES
    assert "exits.1.head.weight" in found.state


def test_what_was_measured_stands_in_the_model_and_on_its_card(tmp_path, monkeypatch, capsys):
    target = shutil.copytree(TRAINED, tmp_path / "model")
    lines = [
        {"group": group, "of": "goemotions", "figure": "macro-F1", "value": value}
        for group, value in (("emotions", 0.5), ("parity", 0.9))
    ]
    measured = {"lines": lines, "share_error": {"raw": 0.1}, "read_on": 0.4}
    written: list[str] = []
    monkeypatch.setattr(card, "write", lambda version, *_: written.append(version))
    monkeypatch.setattr(train, "as_text", lambda _: "the table")
    model = train.described(PostModel.load(target), measured, target)
    facts = json.loads((target / "post.json").read_text())
    assert facts["figures"]["macro_f1"] == {"goemotions": 0.5}
    assert written == [model.version] != [PostModel.load().version]
    assert "the table" in capsys.readouterr().out
