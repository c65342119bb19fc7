"""The two storeys: alone or in company, read on or not, a text has the same features."""

import numpy as np
import pytest

from transforms.enrich.model.post_model import TRAINED, everything, nothing
from transforms.enrich.model.storeys import LONGEST, TwoStoreys

TEXTS = [
    "so happy today 😍",
    "Vous vous moquez de nous, c'est honteux",
    "why?",
    "",
    "une phrase plus longue qui ne dit rien de particulier " * 4,
    "merci beaucoup pour rien",
]


@pytest.fixture(scope="module")
def storeys() -> TwoStoreys:
    return TwoStoreys(TRAINED, "post")


@pytest.mark.parametrize("size", [1, 2, 4])
def test_features_are_the_same_to_the_bit_in_any_company(storeys, size):
    whole = storeys.see(TEXTS * 3, everything)
    parts = [storeys.see((TEXTS * 3)[i : i + size], everything) for i in range(0, 18, size)]
    assert np.array_equal(np.concatenate([part.lower for part in parts]), whole.lower)
    assert np.array_equal(np.concatenate([part.upper for part in parts]), whole.upper)


def test_who_goes_up_beside_a_text_changes_nothing_of_it(storeys):
    texts = [
        "merci pour tout",
        "bravo pour tout",
        "merci pour rien",
    ]  # as many pieces each: they run together
    some = storeys.see(texts, lambda lower: np.arange(len(lower)) == 1)
    assert np.array_equal(
        some.upper[some.went_up], storeys.see(texts, everything).upper[some.went_up]
    )
    assert not some.upper[~some.went_up].any()
    assert np.array_equal(some.lower, storeys.see(texts, nothing).lower)


def test_word_order_changes_the_features(storeys):
    seen = storeys.see(["the dog bit the man", "the man bit the dog"], everything)
    assert not np.allclose(seen.upper[0], seen.upper[1])
    assert not np.allclose(seen.lower[0], seen.lower[1])


def test_only_the_first_pieces_of_a_long_text_are_read(storeys):
    long = "mot " * LONGEST
    assert np.array_equal(
        storeys.see([long], everything).upper, storeys.see([long * 5], everything).upper
    )


@pytest.mark.parametrize("emoji", "😂🤬🥲💩❤🫠")
def test_every_emoji_is_a_piece_that_means_something(storeys, emoji):
    known, unknown = storeys.see([emoji, "\u4e00"], nothing).lower
    assert not np.array_equal(known, unknown)
