"""What pipelines wait for."""

import pytest

from transforms.operate.told import assets


class Event:
    def __init__(self) -> None:
        self.extra: dict = {}
        self.added: list = []

    def add(self, asset, extra) -> None:
        self.added.append((asset.name, extra))


@pytest.fixture
def events() -> dict:
    return {one: Event() for one in (*assets.OF_PUBLISH, assets.MAILS)}


def test_a_marts_event_says_how_many_rows_it_has_and_the_files_how_many_in_all(events):
    assets.published(events, {"fct_posts": 7, "toys__community_days": 3, "unknown": 1})
    assert events[assets.MARTS["fct_posts"]].extra == {"rows": 7}
    assert events[assets.PUBLISHED].extra == {"marts": 3, "rows": 11}
    assert events[assets.WIDE].added == [("toys__community_days", {"rows": 3})]


def test_a_mail_is_an_event_where_there_is_one_and_names_no_address(events):
    assets.mailed(events, "0123456789abcdef", {"communities": ["toys"], "state": "queued"})
    assets.mailed(events, "fedcba9876543210", {"communities": [], "state": "queued"})
    assert events[assets.MAILS].added == [("mail_0123456789abcdef", {"state": "queued"})]


def test_each_mart_of_the_project_is_an_asset():
    assert {"fct_posts", "fct_signals", "dim_communities"} <= assets.MARTS.keys()
    assert not any(name.startswith("_") for name in assets.MARTS)
