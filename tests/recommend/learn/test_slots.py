"""The slots of a local day."""

import pandas as pd
import pytest

from transforms.reading import NIGHT, SLOTS
from transforms.recommend.learn.slots import DAY_SLOTS, slot_of, slots_of


@pytest.mark.parametrize(
    ("hour", "slot"),
    [
        (6, "06:00-11:00"),
        (10, "06:00-11:00"),
        (11, "11:00-14:00"),
        (14, "14:00-18:00"),
        (22, "18:00-23:00"),
        (23, NIGHT),
        (0, NIGHT),
        (5, NIGHT),
    ],
)
def test_an_hour_falls_into_the_slot_that_it_begins_in(hour, slot):
    assert slot_of(hour) == slot


def test_every_hour_has_one_slot():
    assert sorted(hour for hours in SLOTS.values() for hour in hours) == list(range(24))
    assert {slot_of(hour) for hour in range(24)} == set(SLOTS)


def test_nothing_is_advised_for_the_night():
    assert NIGHT not in DAY_SLOTS
    assert len(DAY_SLOTS) == len(SLOTS) - 1


def test_a_column_of_hours_is_what_each_hour_is():
    assert slots_of(pd.Series(range(24))).tolist() == [slot_of(hour) for hour in range(24)]
