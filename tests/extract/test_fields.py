"""Fields of a row: the right value, or a reason."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.extract.fields import BadField, count, instant, typed

DATES = {
    "2025-06-17T10:03:57Z": datetime(2025, 6, 17, 10, 3, 57, tzinfo=UTC),
    "2025-06-17T12:03:57+02:00": datetime(2025, 6, 17, 10, 3, 57, tzinfo=UTC),
    "2025-06-17T12:03:57+0200": datetime(2025, 6, 17, 10, 3, 57, tzinfo=UTC),
    "2025-06-17 10:03:57.25": datetime(2025, 6, 17, 10, 3, 57, 250_000, tzinfo=UTC),
    "2025-06-17T10:03": datetime(2025, 6, 17, 10, 3, tzinfo=UTC),
    "2025-06-17": datetime(2025, 6, 17, tzinfo=UTC),
}


@pytest.mark.parametrize(("value", "expected"), DATES.items(), ids=DATES)
def test_an_iso_date_is_an_instant_in_utc(value, expected):
    assert instant("created_at", value) == expected


@pytest.mark.parametrize(
    "value",
    [
        "17/06/2025",
        "06-17-2025",
        "1750154637",
        1750154637,
        1750154637.5,
        True,
        "Tue Jun 17 10:03:57 +0000 2025",
        "2025-02-30",
        "2025-06-17T25:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
        "2025-06-17T10:00:00+99:99",
        "tomorrow",
        ["2025-06-17"],
        "2025-06-17T10:03:57Z; drop table",
    ],
)
def test_any_other_date_is_a_reason_that_does_not_quote_it(value):
    with pytest.raises(BadField) as caught:
        instant("created_at", value)
    assert caught.value.field == "created_at"
    assert "tomorrow" not in caught.value.reason
    assert "drop" not in caught.value.reason


@given(st.datetimes(min_value=datetime(1991, 1, 1), max_value=datetime(2099, 1, 1), timezones=st.timezones()))
def test_an_instant_comes_back_from_its_iso_form(value):
    offset = value.utcoffset()
    if offset is not None and offset.total_seconds() % 60 == 0:
        assert instant("created_at", value.isoformat()) == value.astimezone(
            UTC
        )  # Python calls an ambiguous hour of two zones unequal


@given(st.text(max_size=40) | st.integers() | st.floats() | st.lists(st.integers()) | st.none())
def test_a_date_is_a_value_or_a_reason_and_nothing_else(value):
    try:
        found = instant("created_at", value)
    except BadField:
        return
    assert found is None or found.tzinfo is UTC


@pytest.mark.parametrize(
    ("value", "expected"), [(None, None), ("", None), (0, 0), ("12", 12), (3.0, 3), ("3.0", 3), (float("nan"), None)]
)
def test_a_count_may_be_null_and_null_is_not_zero(value, expected):
    assert count("likes", value) == expected


@pytest.mark.parametrize("value", [-1, 1.5, "many", True, [], {}, 10**40, float("inf")])
def test_what_is_no_count_is_a_reason(value):
    with pytest.raises(BadField):
        count("likes", value)


@pytest.mark.parametrize("name", ["post_id", "network", "author_id", "text", "created_at"])
@pytest.mark.parametrize("value", [None, {}, 1.5])
def test_a_required_field_that_is_missing_or_of_another_type_is_named(post, name, value):
    with pytest.raises(BadField) as caught:
        typed(post(**{name: value}))
    assert caught.value.field == name


def test_a_tombstone_needs_neither_text_nor_author(post):
    found = typed(post(deleted="true", text=None, author_id=None))
    assert found["deleted"] is True
    assert found["author_id"] is None


def test_numeric_ids_are_their_digits(post):
    assert typed(post(post_id=1480911111444742148))["post_id"] == "1480911111444742148"
