"""Times: the right instant, or a reason."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.config.exports.mapping import Dates
from transforms.extract.values.bad_field import BadField
from transforms.extract.values.instants import day_or_month, instant, is_ambiguous

PARIS = Dates(zone="Europe/Paris")
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
        "175015463",
        20250617,
        float("nan"),
        True,
        "17 juin 2025 08:00",
        "45825.3333",
        "2025-06-17T10:00:00 Europe/Atlantis",
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


@given(
    st.datetimes(
        min_value=datetime(1991, 1, 1), max_value=datetime(2099, 1, 1), timezones=st.timezones()
    )
)
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


EIGHT = datetime(2025, 6, 17, 8, tzinfo=UTC)
UNMISTAKABLE = {
    "Tue Jun 17 08:00:00 +0000 2025": EIGHT,
    "Tue, 17 Jun 2025 08:00:00 GMT": EIGHT,
    "2025-06-17 08:00:00 UTC": EIGHT,
    "2025-06-17T08:00:00[UTC]": EIGHT,
    "2025-06-17T10:00:00 Europe/Paris": EIGHT,
    "20250617T080000Z": EIGHT,
    "2025/06/17 08:00:00": EIGHT,
    "2025-06-17 8:00": EIGHT,
    "2025-06-17 08:00 +0000": EIGHT,
    "1750147200": EIGHT,
    "1750147200000": EIGHT,
    1750147200: EIGHT,
    1750147200000: EIGHT,
}


@pytest.mark.parametrize(("value", "expected"), UNMISTAKABLE.items(), ids=map(str, UNMISTAKABLE))
def test_what_can_be_read_one_way_only_is_read(value, expected):
    assert instant("created_at", value) == expected


AS_TOLD = {
    "17/06/2025 10:00": Dates(first="day", zone="Europe/Paris"),
    "17.06.2025 10:00:00": Dates(first="day", zone="Europe/Paris"),
    "06/17/2025 10:00 AM": Dates(first="month", zone="Europe/Paris"),
    "17 juin 2025 10:00": PARIS,
    "mar. 17 juin 2025 à 10h00": PARIS,
    "Jun 17, 2025 10:00 AM": PARIS,
    "June 17, 2025, 10:00 AM": PARIS,
    "2025-06-17 10:00": PARIS,
    "17-06-25 10.00": Dates(format="%d-%m-%y %H.%M", zone="Europe/Paris"),
    "2025-06-17 10:00 +0200": Dates(format=["%Y", "%Y-%m-%d %H:%M %z"], zone="America/Lima"),
}


@pytest.mark.parametrize(("value", "dates"), AS_TOLD.items(), ids=AS_TOLD)
def test_what_the_source_says_of_its_dates_is_how_they_are_read(value, dates):
    assert instant("created_at", value, dates) == EIGHT


@pytest.mark.parametrize(
    "value", ["06/17/2025 10:00", "31/11/2025", "17/06/25", "17/06/2025 25:00"]
)
def test_a_date_that_is_not_as_the_source_says_is_a_reason(value):
    with pytest.raises(BadField):
        instant("created_at", value, Dates(first="day", zone="Europe/Paris"))


def test_noon_and_midnight_of_half_days():
    dates = Dates(first="month", zone="UTC")
    assert instant("created_at", "06/17/2025 12:05 AM", dates).hour == 0
    assert instant("created_at", "06/17/2025 12:05 PM", dates).hour == 12
    with pytest.raises(BadField):
        instant("created_at", "06/17/2025 13:05 PM", dates)


def test_dates_without_a_clock_are_refused_in_the_file():
    with pytest.raises(ValueError, match="on whose clock"):
        Dates(first="day")


@given(
    st.datetimes(min_value=datetime(1991, 1, 1), max_value=datetime(2099, 1, 1)).map(
        lambda d: d.replace(microsecond=0)
    )
)
def test_any_instant_comes_back_from_day_first_month_first_and_its_epoch(value):
    value = value.replace(tzinfo=UTC)
    assert (
        instant("created_at", value.strftime("%d/%m/%Y %H:%M:%S"), Dates(first="day", zone="UTC"))
        == value
    )
    assert (
        instant("created_at", value.strftime("%m-%d-%Y %H:%M:%S"), Dates(first="month", zone="UTC"))
        == value
    )
    assert instant("created_at", int(value.timestamp() * 1000)) == value
    assert instant("created_at", str(int(value.timestamp()))) == value


def test_whether_day_or_month_stands_first_is_told_only_where_it_shows():
    assert (day_or_month("17/06/2025"), day_or_month("06/17/2025"), day_or_month("06/07/2025")) == (
        "day",
        "month",
        None,
    )
    assert is_ambiguous("06/07/2025 08:00")
    assert not is_ambiguous("17/06/2025")
