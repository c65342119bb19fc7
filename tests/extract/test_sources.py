"""The sources of a community: keys that stay when the file is reordered, and the night that is
meant.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from transforms import lake
from transforms.config.communities import read_folder
from transforms.config.errors import BadInput
from transforms.extract import sources

FILE = """
name: one
industry: airlines
language: en
timezone: {zone}
accounts: [brand]
sources: [{sources}]
"""


@pytest.fixture
def community(folder):
    def write(*listed: str, zone: str = "UTC"):
        text = FILE.format(sources=", ".join(listed), zone=zone)
        (folder / "communities" / "one.yml").write_text(text)
        [found], errors = read_folder(folder / "communities")
        assert errors == []
        return found

    return write


BLUESKY, FILES, AGAIN = (
    "{network: bluesky, handle: Brand.bsky.social}",
    "{network: export, path: a.csv}",
    "{network: export, path: b/a.csv}",
)


def test_a_source_has_the_key_of_what_it_is_wherever_it_stands(community):
    assert sources.keys(community(BLUESKY, FILES)) == ["bluesky_brand_bsky_social", "export_a"]
    assert sources.keys(community(FILES, BLUESKY)) == ["export_a", "bluesky_brand_bsky_social"]


def test_two_sources_that_look_alike_are_told_apart(community):
    assert sources.keys(community(FILES, AGAIN, AGAIN)) == ["export_a", "export_a_2", "export_a_3"]


def test_a_source_is_found_by_its_number_and_what_is_not_there_is_said(community):
    community(BLUESKY)
    found, source, key = sources.find("one", 0)
    assert (found.name, source.network, key) == ("one", "bluesky", "bluesky_brand_bsky_social")
    with pytest.raises(BadInput, match="no source number 1; there are 1"):
        sources.find("one", 1)
    with pytest.raises(BadInput, match="no community is called 'two'"):
        sources.find("two", 0)


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("UTC", date(2025, 6, 16)),
        ("Asia/Tokyo", date(2025, 6, 17)),
        ("America/Los_Angeles", date(2025, 6, 16)),
    ],
)
def test_the_night_is_the_last_day_that_has_ended_where_the_community_lives(
    community, zone, expected
):
    assert (
        sources.night_of(community(BLUESKY, zone=zone), None, datetime(2025, 6, 17, 22, tzinfo=UTC))
        == expected
    )


def test_a_night_that_is_asked_for_is_a_date(community):
    here = community(BLUESKY)
    assert sources.night_of(here, "2025-01-02", datetime.now(UTC)) == date(2025, 1, 2)
    with pytest.raises(BadInput, match="write 2025-06-17"):
        sources.night_of(here, "yesterday", datetime.now(UTC))


def test_the_same_nights_second_record_takes_the_place_of_the_first(community):
    here = community(BLUESKY)
    for status in ("failed", "loaded"):
        sources.record(
            here, "bluesky_brand", "bluesky", date(2025, 6, 17), status, "x" * 2_000, rows=3
        )
    [row] = lake.read("sources").to_pylist()
    assert (row["status"], row["rows"], len(row["message"])) == ("loaded", 3, 1_000)


ZONES = ["Asia/Tokyo", "Europe/Paris", "America/New_York", "America/Los_Angeles", "Asia/Kathmandu"]


@pytest.mark.parametrize("zone", ZONES)
def test_every_local_day_is_pulled_once_between_its_end_and_eight_o_clock(community, zone):
    """Four days by the hour, as the schedule comes; in Paris the clock goes back on the second
    night.
    """
    one, pulled = community(FILES, zone=zone), []
    for hour in range(4 * 24):
        now = datetime(2025, 10, 24, 0, 20, tzinfo=UTC) + timedelta(hours=hour)
        if sources.is_due(one, now):
            day = sources.night_of(one, None, now)
            sources.record(one, sources.keys(one)[0], "export", day, "ok", "")
            pulled.append((day, now.astimezone(ZoneInfo(zone))))
    days = [day for day, _ in pulled]
    assert days == sorted(set(days))
    assert {date(2025, 10, 24), date(2025, 10, 25), date(2025, 10, 26)} <= set(days)
    for day, at in pulled[1:]:
        assert at.date() == day + timedelta(days=1)
        assert 4 <= at.hour < 8


def test_a_night_that_was_pulled_by_hand_is_not_pulled_again(community):
    one = community(FILES, zone="Europe/Paris")
    by_hand = datetime(2025, 6, 18, 0, 30, tzinfo=UTC)
    sources.record(
        one, sources.keys(one)[0], "export", sources.night_of(one, None, by_hand), "ok", ""
    )
    assert not sources.is_due(one, by_hand + timedelta(hours=4))
    assert sources.is_due(one, by_hand + timedelta(hours=26))
