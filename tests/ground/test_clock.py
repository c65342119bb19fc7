"""Instants as servers write them, and days as people live them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from transforms.ground.clock import end_of, instant


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2025-06-17T10:00:00Z", datetime(2025, 6, 17, 10, tzinfo=UTC)),
        ("2025-06-17T12:00:00+02:00", datetime(2025, 6, 17, 10, tzinfo=UTC)),
        ("2025-06-17T10:00:00.123Z", datetime(2025, 6, 17, 10, 0, 0, 123_000, tzinfo=UTC)),
        ("2025-06-17T10:00:00", datetime(2025, 6, 17, 10, tzinfo=UTC)),
        ("2025-06-17T10:00:00+0000", datetime(2025, 6, 17, 10, tzinfo=UTC)),
        ("yesterday", None),
        ("", None),
        (None, None),
        (1_750_154_400, None),
    ],
)
def test_an_instant_is_utc_and_what_is_none_is_nothing(written, expected):
    assert instant(written) == expected
    assert expected is None or instant(written).utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Paris", date(2025, 3, 30), 23),
        ("Europe/Paris", date(2025, 10, 26), 25),
        ("Europe/Paris", date(2025, 6, 17), 24),
        ("America/Los_Angeles", date(2025, 3, 9), 23),
        ("Asia/Tokyo", date(2025, 10, 26), 24),
        ("Australia/Lord_Howe", date(2025, 4, 6), 24.5),
    ],
)
def test_a_day_ends_where_the_next_one_begins_however_long_it_was(zone, day, hours):
    end = end_of(day, ZoneInfo(zone))
    assert end - end_of(day - timedelta(days=1), ZoneInfo(zone)) == timedelta(hours=hours)
    assert end.astimezone(ZoneInfo(zone)).date() == day + timedelta(days=1)
    assert (end - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date() == day
