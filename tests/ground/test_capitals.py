"""Capitals that a name loses in the middle of a sentence, and those that are its own."""

import pytest

from transforms.ground.capitals import lower_first, upper_first


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("Panne", "panne"), ("Été", "été"), ("A lower price", "a lower price"), ("", ""),
        ("SNCF", "SNCF"), ("L'heure", "L'heure"), ("Wi-Fi à bord", "Wi-Fi à bord"), ("I want it", "I want it"),
        ("Internet et Wi-Fi", "internet et Wi-Fi"), ("Commandes et SAV", "commandes et SAV"),
    ],
)  # fmt: skip
def test_only_a_plain_capital_is_lowered(word, shown):
    assert lower_first(word) == shown
    assert upper_first(shown) == word
