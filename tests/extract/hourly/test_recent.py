"""What a source shows of its last hours: through the door, within the hour's budget, into no lake."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from tests.extract.test_pull import Network, landed, network, slept, visit
from transforms import lake
from transforms.config.communities import read_folder
from transforms.config.errors import BadInput
from transforms.config.settings import settings
from transforms.extract import sources
from transforms.extract.recent import Recent, recent

__all__ = ["network", "slept"]
DAY = timedelta(days=1)


def shown(since: timedelta = DAY) -> Recent:
    """What the community's one source shows now."""
    [community] = read_folder(settings().communities)[0]
    [key], now = sources.keys(community), datetime.now(UTC)
    return recent(community, community.sources[0], key, now - since, now - 2 * DAY)


def numbers(found: Recent) -> list[int]:
    return sorted(int(post) for post in found.posts["post_id"].to_pylist())


def asks_for_the_pulse(bench, budget: int) -> None:
    (bench.folder / "communities" / "brand.yml").write_text(
        "{name: brand, industry: airlines, language: en, accounts: [brand], pulse: true, "
        f"sources: [{{network: x, handle: brand, request_budget: {budget}}}]}}"
    )


def test_young_posts_come_through_the_door_and_nothing_lands(network: Network):
    network.posts = 250
    found = shown()
    assert numbers(found) == list(range(250))
    assert found.whole
    assert set(found.posts["author_id"].to_pylist()).isdisjoint({"77", None})
    assert lake.names("raw/x") == []
    assert not lake.filesystem().exists(lake.path("raw", "_cursors", "brand--x_brand.json"))


def test_older_posts_are_not_asked_for(network):
    network.posts = 650
    assert numbers(shown(timedelta(hours=2, seconds=120)))[-1] == 649
    assert network.asked == ["", "100", "200"]


def test_what_the_lake_holds_is_shown_again_because_it_counts_again(network):
    network.posts = 20
    visit()
    assert numbers(shown()) == list(range(20))


def test_the_night_after_many_looks_lands_what_a_night_without_any_lands(network):
    network.posts = 120
    for _ in range(3):
        shown()
        network.posts += 30
    assert visit()["rows"] == 210
    assert landed() == list(range(210))


def test_a_look_keeps_to_its_hour_and_the_night_to_what_a_day_of_looks_leaves(network, bench):
    asks_for_the_pulse(bench, 200)
    network.posts = 5_000
    found = shown()
    assert (found.whole, found.requests) == (False, 4)
    network.asked = []
    assert "budget of 100 requests is spent" in visit()["message"] or len(network.asked) <= 100
    [community] = read_folder(settings().communities)[0]
    source = community.sources[0]
    day = sources.LONGEST_DAY * sources.hourly_budget(source)
    assert day + sources.nightly_budget(community, source) <= source.request_budget


def test_without_the_pulse_a_night_has_all_of_its_budget(bench):
    [community] = read_folder(settings().communities)[0]
    assert sources.nightly_budget(community, community.sources[0]) == 2000


def test_of_a_file_the_young_posts_come_and_not_those_of_the_future(bench, post):
    now = datetime.now(UTC)
    ages = {1: timedelta(hours=1), 2: timedelta(hours=30), 3: timedelta(hours=-1)}
    bench.lines(*(post(n, created_at=(now - age).isoformat()) for n, age in ages.items()))
    assert shown().posts["post_id"].to_pylist() == ["p1"]


def test_a_file_that_did_not_change_is_not_read(bench, post):
    bench.lines(post(1, created_at=datetime.now(UTC).isoformat()))
    old = (datetime.now(UTC) - 2 * DAY).timestamp()
    os.utime(bench.file, (old, old))
    assert shown().posts.num_rows == 0


def test_a_file_that_cannot_be_used_says_so(bench):
    bench.file.write_text("not a row")
    with pytest.raises(BadInput, match=r"posts\.jsonl"):
        shown()
