"""Whole visits over HTTP to a server of X's paging that misbehaves: no duplicate, nothing lost, a
clear message.
"""

import json
import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from typing import Any

import pytest

from tests.extract.every_network.server import Server
from tests.extract.every_network.troubles import LASTING, PASSING, Reply, ill, well
from transforms import lake
from transforms.config.errors import BadInput, StepFailed
from transforms.extract import pull, run
from transforms.extract.pulling import client
from transforms.lake import cursors

BRAND = {"id": "1", "username": "brand", "public_metrics": {"followers_count": 9}}
NOTHING = {"meta": {"result_count": 0}}
SIZE = 100
SLUG = "brand--x_brand"
TOKEN = "a-token-that-nobody-may-read"


class Network(Server):
    """Numbered mentions, newest first, a hundred a page; `troubles` answer the page requests that
    they are keyed by.
    """

    def __init__(self) -> None:
        self.posts, self.asked, self.promises_more = 0, [], False
        self.newest = datetime.now(UTC) - timedelta(hours=2)
        self.troubles: dict[int, Callable[[], Reply]] = {}
        self.moved = lambda start: start
        self.gone: set[int] = set()
        super().__init__()

    def answer(self, path: str, query: dict[str, str], _: Mapping[str, str]) -> Reply:
        if path == "/2/users/by/username/brand":
            return well({"data": BRAND})
        if path == "/2/tweets":
            there = [n for n in (int(one) for one in query["ids"].split(",")) if n not in self.gone]
            errors = [{"resource_id": str(n), "type": "x/resource-not-found"} for n in self.gone]
            return well({"data": [self.post(n) for n in there], "errors": errors})
        if not path.endswith("/mentions"):
            return well(NOTHING)
        token = query.get("pagination_token", "")
        self.asked.append(token)
        if trouble := self.troubles.pop(len(self.asked), None):
            return trouble()
        return well(self.page(int(token or 0)))

    def page(self, start: int) -> dict[str, Any]:
        there = [n for n in reversed(range(self.posts)) if n not in self.gone]
        shown = there[self.moved(start) : self.moved(start) + SIZE]
        more = start + SIZE < len(there) or (self.promises_more and len(shown) == SIZE)
        return {
            "data": [self.post(n) for n in shown],
            "meta": {"next_token": str(start + SIZE)} if more else {},
        }

    def post(self, number: int) -> dict[str, Any]:
        at = self.newest - timedelta(seconds=self.posts - number)
        return {
            "id": str(number),
            "text": f"post {number}",
            "author_id": "77",
            "created_at": at.isoformat(),
        }


@pytest.fixture
def slept(monkeypatch) -> list[float]:
    slept: list[float] = []
    monkeypatch.setattr(pull, "Client", partial(client.Client, sleep=slept.append))
    return slept


@pytest.fixture
def network(bench, monkeypatch, slept) -> Iterator[Network]:
    (bench.folder / "communities" / "brand.yml").write_text(
        "{name: brand, industry: airlines, language: en, accounts: [brand], sources: [{network: x, handle: brand}]}"
    )
    one = Network()
    monkeypatch.setenv("CMR_X", json.dumps({"token": TOKEN, "host": one.url}))
    monkeypatch.setattr(pull, "COMMIT_PAGES", 1)
    yield one
    one.stop()


def visit(night: str = "2025-06-30") -> dict:
    return run.extract_night("brand", 0, night)


def landed() -> list[int]:
    """The numbers of the posts in the lake, one for each row."""
    return sorted(
        int(row["post_id"]) for row in lake.read("raw/x").to_pylist() if not row["deleted"]
    )


@pytest.mark.parametrize(
    "promises_more", [False, True], ids=["last page says so", "an empty page follows"]
)
@pytest.mark.parametrize("posts", [0, 1, 99, 100, 101, 200])
def test_every_size_of_the_last_page_lands_whole_and_once(network, posts, promises_more):
    network.posts, network.promises_more = posts, promises_more
    assert visit()["rows"] == posts
    assert visit()["rows"] == 0
    assert landed() == list(range(posts))


@pytest.mark.parametrize("at", [1, 2, 3], ids=["first page", "second page", "last page"])
@pytest.mark.parametrize(("script", "low", "high"), PASSING.values(), ids=PASSING)
def test_what_passes_is_waited_out_and_nothing_is_lost(network, slept, script, low, high, at):
    network.posts = 250
    network.troubles = dict(enumerate(script, start=at))
    facts = visit()
    assert (facts["rows"], facts["status_of_source"]) == (250, "ok")
    assert low <= sum(slept) <= high
    assert landed() == list(range(250))


@pytest.mark.parametrize(("trouble", "error", "said"), LASTING.values(), ids=LASTING)
def test_what_lasts_is_said_with_its_connection_and_the_next_visit_goes_on_after_the_last_page(
    network, bench, trouble, error, said
):
    network.posts = 350
    network.troubles = dict.fromkeys(range(3, 8), trouble)
    with pytest.raises(error, match=rf"connection 'x'.*{said}") as caught:
        visit()
    assert TOKEN not in str(caught.value)
    assert landed() == list(range(150, 350))
    assert bench.status["brand"]["status"] == "failed"
    assert "connection 'x'" in bench.status["brand"]["message"]
    network.troubles, network.asked = {}, []
    assert visit()["rows"] == 150
    assert network.asked == ["200", "300"]
    assert landed() == list(range(350))


def test_a_404_in_the_middle_of_a_list_is_a_lost_cursor_and_the_list_starts_again(network):
    network.posts = 350
    network.troubles = {3: ill(404, {"title": "Not Found"})}
    assert visit()["rows"] == 350
    assert network.asked == ["", "100", "200", "", "100", "200", "300"]
    assert landed() == list(range(350))


def test_a_list_whose_next_page_is_always_refused_is_said_ends_and_loses_nothing_later(network):
    network.posts = 350
    network.troubles = {3: ill(404), 6: ill(404)}
    facts = visit()
    assert (facts["rows"], facts["status_of_source"]) == (200, "partial")
    assert "mentions: the network refuses its own next page (404)" in facts["message"]
    assert visit("2025-07-01")["rows"] == 150
    assert landed() == list(range(350))


def test_a_404_for_the_account_is_a_wrong_handle_and_asked_once(network, monkeypatch):
    monkeypatch.setattr(network, "answer", lambda *_: ill(404, {"title": "Not Found"})())
    with pytest.raises(
        BadInput, match=r"connection 'x': .*404: Not Found; check the source's handle"
    ):
        visit()


def test_a_lost_cursor_file_lands_nothing_twice(network):
    network.posts = 250
    visit()
    lake.filesystem().rm(lake.path("raw", "_cursors"), recursive=True)
    assert visit("2025-07-01")["rows"] == 0
    assert landed() == list(range(250))


@pytest.mark.parametrize("shift", [1, 37, 100], ids=["one post", "some", "a whole page"])
def test_posts_that_come_again_on_the_next_page_land_once(network, shift):
    network.posts = 350
    network.moved = lambda start: max(0, start - shift)
    facts = visit()
    assert len(landed()) == len(set(landed())) == facts["rows"]
    assert facts["repeated"] > 0
    network.moved = lambda start: start
    visit("2025-07-01")
    assert landed() == list(range(350))


@pytest.mark.parametrize("hours", [-20, -1, 1, 24 * 400], ids=lambda hours: f"{hours} h")
def test_a_server_whose_clock_moves_between_two_nights_hides_no_post(network, hours):
    network.posts = 120
    visit()
    network.posts, network.newest = 250, network.newest + timedelta(hours=hours)
    visit("2025-07-01")
    assert set(landed()) == set(range(250))
    network.posts = 260
    visit("2025-07-02")
    assert set(landed()) == set(range(260))
    assert cursors.read(SLUG)["mentions"]["since"] <= datetime.now(UTC).isoformat()


def test_a_stall_of_ten_seconds_is_within_what_an_answer_may_take():
    assert client.CONNECT_SECONDS < 10 < client.READ_SECONDS


def stalls(seconds: float) -> Callable[[], Reply]:
    def late() -> Reply:
        time.sleep(seconds)
        return well({"data": [], "meta": {}})

    return late


def test_a_stall_longer_than_that_is_asked_again_and_nothing_is_lost(network, monkeypatch):
    monkeypatch.setattr(client, "READ_SECONDS", 0.3)
    network.posts = 250
    network.troubles = {2: stalls(0.6)}
    assert visit()["rows"] == 250
    assert network.asked == ["", "100", "100", "200"]


@pytest.mark.parametrize("commit_pages", [1, 3])
@pytest.mark.parametrize("page", [1, 2, 3, 4, 5])
def test_a_process_killed_between_any_two_pages_is_gone_on_with_after_the_last_that_landed(
    network, monkeypatch, page, commit_pages
):
    monkeypatch.setattr(pull, "COMMIT_PAGES", commit_pages)
    network.posts = 450
    killed = get_context("fork").Process(target=_visit_and_die, args=(page,))
    killed.start()
    killed.join(60)
    assert killed.exitcode == -signal.SIGKILL
    pages = max(
        0, page // commit_pages * commit_pages - 1
    )  # the first page of all is of the brand's own posts, none
    left = 450 - pages * SIZE
    assert landed() == list(range(left, 450))
    network.asked = []
    assert visit()["rows"] == left
    assert network.asked == [
        str(start) if start else "" for start in range(pages * SIZE, 450, SIZE)
    ]
    assert landed() == list(range(450))


def _visit_and_die(page: int) -> None:
    """Killed with no warning when the answer to page number `page` has come."""
    real, count = client.Client.get, 0

    def get(self: client.Client, path: str, **named: Any) -> client.Answer:
        nonlocal count
        answer = real(self, path, **named)
        count += path.endswith("/mentions")
        if count == page:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    client.Client.get = get  # type: ignore[method-assign]
    visit()


def test_what_is_gone_goes_even_when_a_later_request_fails(network, bench, monkeypatch):
    community = bench.folder / "communities" / "brand.yml"
    community.write_text(
        community.read_text().replace("handle: brand}", "handle: brand, terms: [late]}")
    )
    network.posts = 40
    visit()
    network.gone, real = {7}, network.answer
    monkeypatch.setattr(
        network,
        "answer",
        lambda path, *asked: ill(500)() if path.endswith("recent") else real(path, *asked),
    )
    with pytest.raises(StepFailed, match=r"search/recent: 500"):
        visit("2025-07-01")
    assert landed() == [n for n in range(40) if n != 7]


@pytest.mark.parametrize("alive", [0, 300], ids=["lost rights", "others are there"])
def test_many_posts_gone_at_once_are_doubted_only_when_few_others_are_seen(network, alive):
    network.posts = 12
    visit()
    network.gone, network.posts = set(range(12)), 12 + alive
    facts = visit("2025-07-01")
    assert facts["deleted"] == (12 if alive else 0)
    assert len(landed()) == (alive or 12)


def test_a_conversation_whose_pages_lead_in_a_circle_ends(network, monkeypatch):
    circle = {
        "data": [{"id": "900", "text": "an answer", "author_id": "77"}],
        "meta": {"next_token": "same"},
    }
    mine = {"data": [{"id": "1", "text": "our post", "author_id": "1"}], "meta": {}}
    answers = {
        "/2/users/by/username/brand": {"data": BRAND},
        "/2/users/1/tweets": mine,
        "/2/tweets/search/recent": circle,
    }
    monkeypatch.setattr(network, "answer", lambda path, *_: well(answers.get(path, NOTHING)))
    facts = visit()
    assert (facts["rows"], facts["requests"]) == (2, 5)


def test_a_server_that_repeats_our_token_or_a_persons_id_does_not_get_it_into_a_message(
    network, bench
):
    said = f"token {TOKEN} of did:plc:abcdef and @jane_doe is bad"
    network.posts, network.troubles = 1, {1: ill(401, {"title": said})}
    with pytest.raises(
        BadInput, match=r"token \[secret\] of \[person\] and \[person\] is bad"
    ) as caught:
        visit()
    assert TOKEN not in str(caught.value) + json.dumps(bench.status, default=str)
