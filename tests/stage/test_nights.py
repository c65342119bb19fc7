"""Which night a run is about."""

from datetime import UTC, date, datetime

import pytest

from transforms.config.communities import Community
from transforms.config.errors import BadInput
from transforms.stage.nights import Night, config_rows, resolve


def community(timezone: str = "UTC", as_of: str | None = None) -> Community:
    facts = {
        "name": "shop",
        "industry": "toys",
        "language": "en",
        "timezone": timezone,
        "accounts": ["brand"],
    }
    return Community.model_validate(
        facts | {"as_of": as_of, "sources": [{"network": "export", "path": "x"}]}
    )


@pytest.mark.parametrize(
    ("timezone", "instant", "night"),
    [
        ("UTC", datetime(2025, 6, 18, 0, 0, tzinfo=UTC), date(2025, 6, 17)),
        ("UTC", datetime(2025, 6, 17, 23, 59, tzinfo=UTC), date(2025, 6, 16)),
        ("Pacific/Auckland", datetime(2025, 6, 17, 13, 0, tzinfo=UTC), date(2025, 6, 17)),
        ("America/Los_Angeles", datetime(2025, 6, 17, 4, 0, tzinfo=UTC), date(2025, 6, 15)),
    ],
)
def test_a_live_night_is_the_last_local_day_that_has_ended(timezone, instant, night):
    assert resolve(community(timezone), None, instant, None) == Night("shop", night, instant)


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2025, 3, 30), 22), (date(2025, 10, 26), 23), (date(2025, 6, 17), 22)]
)
def test_a_night_asked_for_ends_with_its_local_day_whatever_the_clocks_do(day, hours):
    found = resolve(community("Europe/Paris"), day, datetime(2026, 1, 1, tzinfo=UTC), None)
    assert found == Night("shop", day, datetime(day.year, day.month, day.day, hours, tzinfo=UTC))


def test_latest_takes_the_last_day_of_the_data_and_waits_for_data():
    instant = datetime(2025, 6, 18, tzinfo=UTC)
    end = datetime(2020, 5, 5, tzinfo=UTC)
    assert resolve(community(as_of="latest"), None, instant, date(2020, 5, 4)) == Night(
        "shop", date(2020, 5, 4), end
    )
    assert resolve(community(as_of="latest"), None, instant, None) is None


def test_a_night_that_has_not_ended_is_refused_because_facts_never_rewind():
    with pytest.raises(BadInput, match="2025-06-18 has not ended yet in UTC"):
        resolve(community(), date(2025, 6, 18), datetime(2025, 6, 18, 12, tzinfo=UTC), None)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_facts_follow_the_last_night_ever_reached_in_whatever_order_nights_came(order):
    nights = [
        Night("shop", date(2025, 6, day), datetime(2025, 6, day + 1, tzinfo=UTC))
        for day in (10, 11, 12)
    ]
    ledger = [nights[i].__dict__ for i in order]
    [row] = config_rows([nights[order[-1]]], ledger)
    assert (row["night"], row["last_night"]) == (nights[order[-1]].night, date(2025, 6, 12))
    assert row["as_of_at"] == datetime(2025, 6, 13, tzinfo=UTC)
