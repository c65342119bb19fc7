"""Words in the pieces that an encoder knows: the likeliest split, each piece by its place."""

import numpy as np
import pytest

from transforms.enrich.model.subwords import UnigramPieces

VOCABULARY = {
    "<s>": 0.0, "</s>": 0.0, "<unk>": 0.0, "\u2581": -4.0, "\u2581un": -2.0, "happ": -3.0, "y": -2.0, "happy": -4.5,
    "\u2581h": -3.0, "a": -3.0, "p": -3.0, "\u2581merci": -1.0,
}  # fmt: skip
NAMES = list(VOCABULARY)


@pytest.fixture(scope="module")
def split():
    pieces = UnigramPieces(NAMES, np.array(list(VOCABULARY.values())), "<s>", "</s>", "<unk>")
    return lambda text, longest=20: [NAMES[one] for one in pieces(text, longest)]


def test_a_word_is_split_where_its_pieces_are_likeliest(split):
    assert split("unhappy") == ["<s>", "\u2581un", "happy", "</s>"], "-6.5 against -7"
    assert split("happy") == ["<s>", "\u2581", "happy", "</s>"]


def test_letters_that_nobody_knows_are_one_unknown_piece(split):
    assert split("merci 日本語") == ["<s>", "\u2581merci", "\u2581", "<unk>", "</s>"]


def test_a_long_text_ends_with_its_mark(split):
    assert split("merci " * 50, 5) == ["<s>", *["\u2581merci"] * 3, "</s>"]
    assert split("") == ["<s>", "</s>"]


def test_forms_of_one_letter_are_the_same(split):
    assert split("ｍｅｒｃｉ") == split("merci"), "wide letters, as in some keyboards' output"


def test_a_word_of_thousands_of_letters_is_read_by_its_first(split):
    assert split("a" * 5_000, 400) == split("a" * 100, 400)
