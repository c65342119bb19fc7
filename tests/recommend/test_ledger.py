"""Records are written once."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from transforms import lake
from transforms.recommend import ledger
from transforms.recommend.ledger import RECOMMENDATIONS, append, read, share, written

DAY = date(2025, 6, 18)


@pytest.fixture
def rows(home):
    lake.initialise()
    return [{"community_id": "sky", "for_date": DAY, "advice_id": "a", "rank": 1}]


def test_a_key_that_was_written_is_never_changed(rows):
    assert not written(RECOMMENDATIONS, "sky", DAY)
    assert append(RECOMMENDATIONS, "sky", DAY, rows)
    assert not append(RECOMMENDATIONS, "sky", DAY, [rows[0] | {"advice_id": "b"}])
    assert read(RECOMMENDATIONS, "sky")["advice_id"].tolist() == ["a"]


def test_a_night_without_advice_is_a_record_too(rows):
    assert append(RECOMMENDATIONS, "sky", DAY, [])
    assert written(RECOMMENDATIONS, "sky", DAY)
    assert not append(RECOMMENDATIONS, "sky", DAY, rows)


def test_a_community_whose_name_begins_like_another_reads_its_own(rows):
    append(RECOMMENDATIONS, "sky", DAY, rows)
    append(
        RECOMMENDATIONS,
        "sky-net",
        DAY,
        [rows[0] | {"community_id": "sky-net", "advice_id": "other"}],
    )
    assert read(RECOMMENDATIONS, "sky")["advice_id"].tolist() == ["a"]
    assert read(RECOMMENDATIONS, "net").empty


def test_days_are_read_in_their_order_between_two_of_them(rows):
    for days in (2, 0, 1, 3):
        append(
            RECOMMENDATIONS, "sky", DAY + timedelta(days=days), [rows[0] | {"advice_id": str(days)}]
        )
    between = read(RECOMMENDATIONS, "sky", DAY + timedelta(days=1), DAY + timedelta(days=2))
    assert between["advice_id"].tolist() == ["1", "2"]


def test_nothing_written_reads_as_the_columns_of_the_ledger(rows):
    assert list(read(ledger.OUTCOMES, "sky").columns) == lake.SCHEMAS[ledger.OUTCOMES].names


def test_a_share_has_four_decimals():
    assert share(1 / 3) == Decimal("0.3333")
