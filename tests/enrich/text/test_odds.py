"""Chances together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.enrich.text.odds import either

CHANCE = st.floats(0, 1)


def test_one_of_two_even_chances_comes_three_times_of_four():
    assert either(0.5, 0.5) == pytest.approx(0.75)
    assert either() == 0
    assert either(0.3, 1.0) == 1


@given(CHANCE, CHANCE)
def test_either_is_at_least_as_likely_as_each_and_a_probability(one, other):
    assert max(one, other) - 1e-12 <= either(one, other) <= 1
    assert either(one, other) == pytest.approx(either(other, one))
