"""Whole visits to the networks whose answers were written from documentation, over HTTP, through the
troubles of tests/extract/test_pull.py: no duplicate, nothing lost, a clear message.
"""

import json
import os
import signal
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.extract.every_network.server import Server
from tests.extract.every_network.troubles import LASTING, PASSING, Reply, ill, well
from transforms import lake
from transforms.extract import pull
from transforms.extract.pulling import client

NEWEST = datetime.now(UTC) - timedelta(hours=2)
Query = dict[str, str]


def at(number: int) -> datetime:
    return NEWEST + timedelta(seconds=number)


class Threads:
    """Numbered posts, newest first, fifty a page."""

    source, size = "{network: threads, handle: '1784'}", 50

    def is_list(self, path: str) -> bool:
        return path == "/1784/threads"

    def start(self, query: Query) -> int:
        return int(query.get("after", 0))

    def page(self, numbers: list[int], following: int | None, _: str) -> Any:
        more = (
            {"paging": {"cursors": {"after": str(following)}, "next": "next"}} if following else {}
        )
        shown = {"username": "jane", "media_type": "TEXT_POST"}
        return {
            "data": [
                shown | {"id": str(n), "text": f"post {n}", "timestamp": at(n).isoformat()}
                for n in numbers
            ]
        } | more

    def other(self, _: Query) -> Any:
        return {"id": "1784", "username": "brand", "data": []}


class TikTok(Threads):
    """The same, twenty a page, by a cursor."""

    source, size = "{network: tiktok, handle: abc}", 20

    def is_list(self, path: str) -> bool:
        return path == "/business/video/list/"

    def start(self, query: Query) -> int:
        return int(query.get("cursor", 0))

    def page(self, numbers: list[int], following: int | None, _: str) -> Any:
        data = {"videos": [*map(self.video, numbers)]}
        data |= {"has_more": bool(following), "cursor": following or 0}
        return {"code": 0, "message": "OK", "data": data}

    def video(self, number: int) -> Any:
        when = str(int(at(number).timestamp()))
        return {"item_id": str(number), "create_time": when, "comments": 0}

    def other(self, query: Query) -> Any:
        asked = json.loads(query.get("filters", "{}")).get("video_ids", [])
        videos = [self.video(int(n)) for n in asked]
        return {"code": 0, "data": {"username": "brand", "videos": videos, "comments": []}}


class LinkedIn(Threads):
    """The same, a hundred a page, by a place in the list."""

    source, size = "{network: linkedin, handle: '12'}", 100

    def is_list(self, path: str) -> bool:
        return path == "/posts"

    def start(self, query: Query) -> int:
        return int(query.get("start", 0))

    def page(self, numbers: list[int], following: int | None, _: str) -> Any:
        posts = [*map(self.post, numbers)]
        links = [{"rel": "next"}] if following else []
        start = (following or self.size) - self.size
        return {"elements": posts, "paging": {"start": start, "count": self.size, "links": links}}

    def post(self, number: int) -> Any:
        when = at(number).timestamp() * 1000
        return {"id": str(number), "author": "urn:li:person:x", "publishedAt": when}

    def other(self, query: Query) -> Any:
        asked = query.get("ids", "List()")[5:-1].split(",")
        return {"firstDegreeSize": 9, "results": {n: self.post(int(n)) for n in asked if n}}


class Feed(Threads):
    """The same as an Atom feed of thirty entries a page."""

    source, size = "{network: feed, handle: 'URL/feed'}", 30

    def is_list(self, path: str) -> bool:
        return path == "/feed"

    def page(self, numbers: list[int], following: int | None, url: str) -> Any:
        link = f"<link rel='next' href='{url}/feed?after={following}'/>" if following else ""
        entries = "".join(
            f"<entry><id>tag:{n}</id><title>post {n}</title><updated>{at(n).isoformat()}</updated></entry>"
            for n in numbers
        )
        return f"<feed xmlns='http://www.w3.org/2005/Atom'>{link}{entries}</feed>".encode()


class Behind(Server):
    """A network behind a web server; `troubles` answer the page requests that they are keyed by."""

    def __init__(self, network: Threads) -> None:
        self.network, self.posts, self.asked = network, 0, []
        self.troubles: dict[int, Callable[[], Reply]] = {}
        super().__init__()

    def answer(self, path: str, query: Query, _: Mapping[str, str]) -> Reply:
        if not self.network.is_list(path) or "ids" in query or "filters" in query:
            return well(self.network.other(query))
        start = self.network.start(query)
        self.asked.append(start)
        if trouble := self.troubles.pop(len(self.asked), None):
            return trouble()
        end = start + self.network.size
        numbers = list(reversed(range(self.posts)))[start:end]
        body = self.network.page(numbers, end if end < self.posts else None, self.url)
        return (200, {}, body) if isinstance(body, bytes) else well(body)


@pytest.fixture(params=[Threads, TikTok, LinkedIn, Feed], ids=lambda one: one.__name__)
def server(request, ear, monkeypatch) -> Iterator[Behind]:
    one = Behind(request.param())
    ear.listens_to(one.network.source.replace("URL", one.url), ["brand"])
    secret = json.dumps({"token": "made-up-token", "host": one.url})
    monkeypatch.setenv(f"CMR_{ear.network.upper()}", secret)
    monkeypatch.setattr(pull, "COMMIT_PAGES", 1)
    monkeypatch.setattr(pull, "Client", partial(client.Client, sleep=lambda _: None))
    yield one
    one.stop()


def landed(network: str) -> int:
    rows = [row["post_id"] for row in lake.read(f"raw/{network}").to_pylist()]
    assert len(set(rows)) == len(rows)
    return len(rows)


def test_what_passes_is_waited_out_and_nothing_is_lost(server, ear):
    server.posts = server.network.size * len(PASSING) - 3
    place = 0
    for script, *_ in PASSING.values():  # one trouble before each page
        for trouble in script:
            place += 1
            server.troubles[place] = trouble
        place += 1
    facts = ear.pull()
    assert (facts["rows"], facts["status_of_source"]) == (server.posts, "ok"), facts["message"]
    assert landed(ear.network) == server.posts
    assert ear.pull()["rows"] == 0


def test_what_lasts_is_said_and_the_next_visit_goes_on_after_the_last_page(server, ear):
    size, pages = server.network.size, len(LASTING) + 1
    server.posts = size * pages
    for page, (trouble, error, said) in enumerate(LASTING.values(), start=1):
        server.asked, server.troubles = [], dict.fromkeys(range(2, 8), trouble)
        if ear.network == "feed":
            said = said.replace("not as documented", "not a whole feed")
        with pytest.raises(error, match=rf"connection '{ear.network}'.*{said}") as caught:
            ear.pull()
        assert "made-up-token" not in str(caught.value)
        assert landed(ear.network) == size * page
    server.troubles, server.asked = {}, []
    ear.pull()
    assert server.asked == [size * (pages - 1)]
    assert landed(ear.network) == server.posts


def test_a_lost_cursor_starts_the_list_again_and_lands_nothing_twice(server, ear):
    size = server.network.size
    server.posts, server.troubles = size * 3, {3: ill(404, {"message": "Not Found"})}
    assert ear.pull()["rows"] == size * 3
    assert server.asked == [0, size, 2 * size, 0, size, 2 * size]
    assert landed(ear.network) == size * 3


def test_a_process_killed_between_two_pages_is_gone_on_with_after_the_last_that_landed(server, ear):
    server.posts = server.network.size * 3
    killed = get_context("fork").Process(target=_pull_and_die, args=(ear, server))
    killed.start()
    killed.join(60)
    assert killed.exitcode == -signal.SIGKILL
    assert landed(ear.network) == server.network.size
    server.asked = []
    assert ear.pull()["rows"] == 2 * server.network.size
    assert 0 not in server.asked
    assert landed(ear.network) == server.posts


def _pull_and_die(ear: Any, server: Behind) -> None:
    """Killed with no warning when the answer to the second page has come."""
    real, count = client.Client.get, 0

    def get(self: client.Client, path: str, **named: Any) -> client.Answer:
        nonlocal count
        answer = real(self, path, **named)
        count += server.network.is_list(urlsplit(path).path)
        if count == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    client.Client.get = get  # type: ignore[method-assign]
    ear.pull()
