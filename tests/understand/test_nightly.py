"""What was worked out for a night stays until what it rests on changes."""

from datetime import date

import pytest

from transforms import lake
from transforms.understand.nightly import Nightly

DAY, FOLDER = date(2025, 6, 17), "understood/needs"


@pytest.fixture
def rows(home):
    lake.initialise()
    return [{"community_id": "shop", "night": DAY, "need_id": "n1", "network": "x", "post_id": "p"}]


def test_a_day_is_held_under_the_key_that_it_was_kept_with(rows):
    nightly = Nightly(FOLDER)
    assert not nightly.holds("shop", DAY, "one")
    nightly.keep("shop", DAY, "one", rows)
    assert nightly.holds("shop", DAY, "one")
    assert Nightly(FOLDER).holds("shop", DAY, "one")
    assert [row["need_id"] for row in nightly.read("shop", DAY, "one")] == ["n1"]


def test_another_key_takes_the_place_of_the_first_and_touches_no_other_day(rows):
    nightly = Nightly(FOLDER)
    nightly.keep("shop", date(2025, 6, 16), "one", rows)
    nightly.keep("shop", DAY, "one", rows)
    nightly.keep("shop", DAY, "two", rows)
    assert not Nightly(FOLDER).holds("shop", DAY, "one")
    assert Nightly(FOLDER).holds("shop", DAY, "two")
    assert Nightly(FOLDER).holds("shop", date(2025, 6, 16), "one")
