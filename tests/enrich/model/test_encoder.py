"""The fine-tuned encoder: alone or in company, a text has the same features."""

import numpy as np
import pytest

from transforms.enrich.model.affect import MODELS
from transforms.enrich.model.encoder import LONGEST, TextEncoder
from transforms.enrich.model.subwords import UnigramPieces, WordPieces

TEXTS = [
    "so happy today",
    "I hate waiting",
    "why?",
    "",
    "this is a rather longer sentence about nothing " * 4,
    "so sad today",
]


@pytest.fixture(scope="module")
def encoder() -> TextEncoder:
    return TextEncoder(MODELS, "encoder_en")


@pytest.mark.parametrize("size", [1, 2, 4])
def test_features_are_the_same_to_the_bit_in_any_company(encoder, size):
    whole = encoder.encode(TEXTS * 3)
    parts = [encoder.encode((TEXTS * 3)[i : i + size]) for i in range(0, 18, size)]
    assert np.array_equal(np.concatenate(parts), whole)


def test_word_order_changes_the_features(encoder):
    one, two = encoder.encode(["the dog bit the man", "the man bit the dog"])
    assert not np.allclose(one, two)


def test_only_the_first_pieces_of_a_long_text_are_read(encoder):
    long = "word " * LONGEST
    assert np.array_equal(encoder.encode([long]), encoder.encode([long * 5]))


def test_word_pieces_are_greedy_and_fall_back_to_unknown():
    pieces = WordPieces(["[CLS]", "[SEP]", "[UNK]", "un", "##happy", "##hap", "##py", "!"], "[CLS]", "[SEP]", "[UNK]")
    assert pieces("Unhappy! zzz", 10).tolist() == [0, 3, 4, 7, 2, 1]
    assert pieces("ünhappy", 10).tolist() == [0, 3, 4, 1]
    assert pieces("unhappy " * 9, 4).tolist() == [0, 3, 4, 1]


def test_unigram_pieces_take_the_likeliest_split():
    vocabulary = ["<s>", "</s>", "<unk>", "\u2581", "\u2581bon", "jour", "\u2581bonjour", "b", "o"]
    scores = np.array([0, 0, 0, -3.0, -2.0, -2.0, -3.5, -5.0, -5.0])
    pieces = UnigramPieces(vocabulary, scores, "<s>", "</s>", "<unk>")
    assert pieces("bonjour bon", 10).tolist() == [0, 6, 4, 1]
    assert pieces("zz", 10).tolist() == [0, 3, 2, 1]
