"""A student out of the files that ship answers as the files do; where torch is installed."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="teaching needs torch, which the product does not")
pytest.importorskip(
    "transformers", reason="teaching needs transformers, which the product does not"
)

from transforms.enrich.model.post_model import TRAINED, PostModel, nothing  # noqa: E402
from transforms.enrich.text.for_encoder import for_encoder  # noqa: E402
from transforms.training.ship import shipped  # noqa: E402
from transforms.training.teach import e5  # noqa: E402
from transforms.training.teach.batches import padded  # noqa: E402

TEXTS = [
    "je ne suis pas content du tout",
    "Best support ever, thank you!",
    "quand rouvre le guichet ?",
]


def test_a_student_out_of_what_ships_answers_like_the_reader():
    made = shipped.student(TRAINED)
    split = e5.pieces(made.pieces)
    with torch.no_grad():
        below, _ = made.model(*padded([split(for_encoder(text), 64).tolist() for text in TEXTS]))
    logits, meanings, _ = PostModel.load().answers(TEXTS, nothing)
    apart = np.abs(torch.sigmoid(below[0]).numpy() - 1 / (1 + np.exp(-logits)))
    assert apart.mean() < 0.03, "the reader counts in whole numbers, and yet says the same"
    assert ((below[2].numpy() * meanings).sum(axis=1) > 0.98).all()
