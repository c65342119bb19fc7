"""Counts: the number that was meant, null, or a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.extract.values.bad_field import BadField
from transforms.extract.values.counts import count


@pytest.mark.parametrize(
    ("value", "expected"),
    [(None, None), ("", None), (0, 0), ("12", 12), (3.0, 3), ("3.0", 3), (float("nan"), None)],
)
def test_a_count_may_be_null_and_null_is_not_zero(value, expected):
    assert count("likes", value) == expected


@pytest.mark.parametrize("value", [-1, 1.5, "many", True, [], {}, 10**40, float("inf")])
def test_what_is_no_count_is_a_reason(value):
    with pytest.raises(BadField):
        count("likes", value)


WRITTEN = {
    "1 234": 1234,
    "1\u00a0234": 1234,
    "1\u202f234": 1234,
    "1'234": 1234,
    "1,234,567": 1_234_567,
    "1.234.567": 1_234_567,
    "1,2K": 1200,
    "1.2K": 1200,
    "12,5 k": 12_500,
    "3M": 3_000_000,
    "2,0": 2,
    "12.0": 12,
    "1,234.00": 1234,
    "1.234.567,0": 1_234_567,
    "1 234,00": 1234,
    "1e3": 1000,
    "+7": 7,
    "-": None,
    "nan": None,
    "N/A": None,
    "<NA>": None,
    "None": None,
}


@pytest.mark.parametrize(("value", "expected"), WRITTEN.items(), ids=WRITTEN)
def test_a_count_is_read_as_people_write_it(value, expected):
    assert count("likes", value) == expected


@pytest.mark.parametrize(
    "value", ["1,234", "1.234", "1,5", "12 likes", "1.2.3", "-3", "−3", "1,9349E+18"]
)
def test_what_could_be_two_numbers_or_none_is_a_reason(value):
    with pytest.raises(BadField):
        count("likes", value)


def test_thousands_are_told_from_decimals_once_the_decimal_sign_is_known():
    assert count("likes", "1,234", ".") == 1234
    assert count("likes", "1.234", ",") == 1234
    assert count("likes", "5,000", ",") == 5
    for value in ("1,234", "1,234.00", "1.234,50"):
        with pytest.raises(BadField):
            count("likes", value, ",")


@given(st.integers(0, 10**12), st.sampled_from([" ", "\u00a0", "\u202f", "\u2009", "'"]))
def test_any_number_comes_back_from_its_groups_of_thousands(number, space):
    assert count("likes", f"{number:,}".replace(",", space)) == number


@given(st.text(max_size=20))
def test_a_text_is_a_count_a_null_or_a_reason_and_nothing_else(value):
    try:
        found = count("likes", value)
    except BadField:
        return
    assert found is None or found >= 0
