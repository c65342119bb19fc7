"""How alike texts are: what is common to all is taken away, and the widest differences stay."""

import numpy as np

from tests.training.teach.classroom import torch
from transforms.enrich.model.post_model import MEANING
from transforms.training.teach import e5, likeness

RNG = np.random.default_rng(4)


def test_what_all_texts_share_parts_none_of_them():
    apart = RNG.normal(size=(300, 384)).astype(np.float32)
    assert np.allclose(
        np.abs(likeness.condensed(apart)), np.abs(likeness.condensed(apart + 50)), atol=1e-2
    )


def test_a_condensed_text_is_of_length_one_and_near_those_it_was_near():
    near = RNG.normal(size=(200, 384)) * np.geomspace(1, 1e-3, 384)
    near[1] = near[0] + 1e-4
    found = likeness.condensed(near)
    assert found.shape == (200, MEANING)
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    assert found[0] @ found[1] > 0.999 > np.sort(found[0] @ found[2:].T)[-1]


def test_a_vector_is_of_length_one_whatever_texts_are_beside_it(monkeypatch):
    torch.manual_seed(2)
    small = e5.empty(60, 1).eval()
    names = [e5.FIRST, e5.UNKNOWN, e5.LAST, *(f"\u2581{n}" for n in range(57))]
    monkeypatch.setattr(e5, "whole", lambda _: (small, [(name, -1.0) for name in names]))
    texts = ["9", "9 8 7 6 5", "7 7"]
    together = likeness.vectors(texts)
    alone = np.concatenate([likeness.vectors([text]) for text in texts])
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-3)
    np.testing.assert_allclose(together, alone, atol=2e-2)
