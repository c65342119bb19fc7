"""Postal addresses in texts, French and English."""

import time

import pytest

from transforms.people.postal import mask_addresses

MASKED = {
    "French": ("Au 12 rue de la Paix, 75002 Paris depuis lundi", "Au [address] depuis lundi"),
    "abbreviated": ("12 bis av. Victor Hugo", "[address]"),
    "another kind, by its postcode": ("3 place du Marché 69001 Lyon", "[address]"),
    "capitals": ("AT 221B BAKER STREET, NW1 6XE", "AT [address]"),
}
LEFT = [
    "2 rue or nothing",
    "3 places left",
    "waiting 45 minutes on the road",
    "À la rue depuis 3 jours",
]


@pytest.mark.parametrize(("text", "said"), MASKED.values(), ids=MASKED)
def test_an_address_is_masked(text, said):
    assert mask_addresses(text) == said


@pytest.mark.parametrize("text", LEFT)
def test_other_numbers_and_streets_are_left(text):
    assert mask_addresses(text) == text


def test_a_long_text_costs_no_more_than_its_length():
    started = time.process_time()
    mask_addresses("12 rue " * 20_000)
    assert time.process_time() - started < 5
