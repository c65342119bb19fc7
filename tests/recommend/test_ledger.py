"""Records are written once."""

from datetime import date, timedelta
from decimal import Decimal

import pandas as pd
import pyarrow.compute as pc
import pytest

from transforms import lake
from transforms.lake.files import MERGED
from transforms.operate.week import compaction
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


@pytest.fixture
def merged(rows):
    """A fortnight of advice, of which a part is empty, with the records of another community, after
    the week's upkeep.
    """
    for day in range(14):
        for sky in ("sky", "sky-net"):
            row = rows[0] | {"community_id": sky, "for_date": DAY + timedelta(days=day)}
            advice = [row | {"advice_id": f"{sky} {day} {n}", "rank": n} for n in range(1, 3)]
            append(RECOMMENDATIONS, sky, DAY + timedelta(days=day), advice if day % 5 else [])
    before = read(RECOMMENDATIONS, "sky")
    compaction.compact()
    return before


def test_what_upkeep_merged_reads_as_before(merged):
    assert len([name for name in lake.names(RECOMMENDATIONS) if lake.is_merged(name)]) == 1
    pd.testing.assert_frame_equal(read(RECOMMENDATIONS, "sky"), merged)
    between = read(RECOMMENDATIONS, "sky", DAY + timedelta(days=2), DAY + timedelta(days=3))
    assert between["advice_id"].tolist() == ["sky 2 1", "sky 2 2", "sky 3 1", "sky 3 2"]


def test_a_key_that_was_merged_is_never_changed(merged):
    for day in range(14):
        row = {"community_id": "sky", "for_date": DAY + timedelta(days=day), "advice_id": "late"}
        assert not append(RECOMMENDATIONS, "sky", row["for_date"], [row])
    assert not written(RECOMMENDATIONS, "sky", DAY + timedelta(days=14))
    assert not ledger.is_empty(RECOMMENDATIONS, "sky")
    assert ledger.is_empty(RECOMMENDATIONS, "net")


def test_a_merge_that_was_killed_shows_every_record_once(merged):
    (name,) = [name for name in lake.names(RECOMMENDATIONS) if lake.is_merged(name)]
    whole, day = lake.read(RECOMMENDATIONS, name), DAY + timedelta(days=3)
    lake.write(RECOMMENDATIONS, f"{MERGED}again", whole)
    of_a_day = (pc.field("community_id") == "sky") & (pc.field("for_date") == day)
    lake.write(RECOMMENDATIONS, f"sky-{day}", whole.filter(of_a_day))
    pd.testing.assert_frame_equal(read(RECOMMENDATIONS, "sky"), merged)


def test_only_the_columns_that_are_asked_for_are_read(merged):
    found = read(RECOMMENDATIONS, "sky", columns=("theme_id",))
    assert found.columns.tolist() == ["theme_id"]
    assert len(found) == len(merged)


def test_nothing_written_reads_as_the_columns_of_the_ledger(rows):
    assert list(read(ledger.OUTCOMES, "sky").columns) == lake.SCHEMAS[ledger.OUTCOMES].names


def test_a_share_has_four_decimals():
    assert share(1 / 3) == Decimal("0.3333")
