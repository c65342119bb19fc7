"""A day that is not over in the data is held against the same hours of other days."""

from datetime import UTC, date, datetime, timedelta

import duckdb
import pytest

from transforms.report.facts.partial_day import PartialDay, partial_day
from transforms.report.facts.published import Published

DAY = date(2025, 2, 24)
ZONE = "America/Chicago"


def published(path, hours_of) -> Published:
    """A file in which every day has one post at each of its hours, local; `hours_of`: days ago ->
    hours.
    """
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "create table fct_posts (community_id varchar, is_brand boolean, created_at timestamptz, created_date date)"
        )
        for back in range(20):
            day = DAY - timedelta(days=back)
            rows = [
                (
                    "air",
                    False,
                    datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hour + 6),
                    day,
                )
                for hour in hours_of(back)
            ]
            connection.executemany("insert into fct_posts values (?, ?, ?, ?)", rows)
    return Published(path)


@pytest.mark.parametrize(
    ("last", "expected"),
    [(11, PartialDay(11, 12.0)), (21, PartialDay(21, 22.0)), (22, None), (23, None)],
    ids=["at noon", "two hours early", "an hour early", "whole"],
)
def test_a_day_that_ends_early_is_partial_and_usual_days_count_to_the_same_hour(
    tmp_path, last, expected
):
    with published(tmp_path / "marts.duckdb", lambda back: range(24 if back else last + 1)) as file:
        assert partial_day(file, "air", ZONE, DAY) == expected


def test_a_community_whose_days_end_at_any_hour_has_no_partial_days(tmp_path):
    with published(tmp_path / "marts.duckdb", lambda back: range(12 + back % 12)) as file:
        assert partial_day(file, "air", ZONE, DAY) is None


def test_nothing_is_partial_before_it_is_known_when_days_end(tmp_path):
    with published(
        tmp_path / "marts.duckdb", lambda back: range(24 if 0 < back < 6 else 5)
    ) as file:
        assert partial_day(file, "air", ZONE, DAY) is None
