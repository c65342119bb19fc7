"""Bluesky against the real network software, started by `make test-networks`."""

import json
import os
import time
import uuid
from datetime import UTC, datetime, timedelta

import pytest
import requests

from transforms.extract import run, sources
from transforms.extract.networks import bluesky
from transforms.extract.pulling.client import Client
from transforms.lake import cursors

pytestmark = pytest.mark.networks
SERVER = os.environ.get("CMR_TEST_BLUESKY", "")
PASSWORD = "made for this test"


class Person:
    """An account of the test network."""

    def __init__(self, name: str) -> None:
        self.handle = f"{name}-{uuid.uuid4().hex[:8]}.test"
        made = self._post(
            "createAccount",
            "server",
            {
                "handle": self.handle,
                "email": f"{self.handle}@mail.example",
                "password": PASSWORD,
            },
        )
        self.did, self.token = made["did"], made["accessJwt"]

    def _post(self, method: str, area: str, body: dict) -> dict:
        headers = {"authorization": f"Bearer {self.token}"} if hasattr(self, "token") else {}
        reply = requests.post(
            f"{SERVER}/xrpc/com.atproto.{area}.{method}", json=body, headers=headers, timeout=30
        )
        assert reply.ok, reply.text
        return reply.json() if reply.content else {}

    def record(self, collection: str, **fields) -> dict:
        record = {
            "$type": collection,
            "createdAt": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
        } | fields
        return self._post(
            "createRecord", "repo", {"repo": self.did, "collection": collection, "record": record}
        )

    def post(self, text: str, to: dict | None = None, root: dict | None = None, **fields) -> dict:
        reply = {"reply": {"root": _ref(root or to), "parent": _ref(to)}} if to else {}
        return self.record("app.bsky.feed.post", text=text, langs=["en"], **reply, **fields)

    def like(self, post: dict) -> None:
        self.record("app.bsky.feed.like", subject=_ref(post))

    def repost(self, post: dict) -> None:
        self.record("app.bsky.feed.repost", subject=_ref(post))

    def mention(self, text: str, other: "Person") -> dict:
        whole = f"{text} @{other.handle}"
        end = len(whole.encode())
        start = end - len(f"@{other.handle}".encode())
        facet = {
            "index": {"byteStart": start, "byteEnd": end},
            "features": [{"$type": "app.bsky.richtext.facet#mention", "did": other.did}],
        }
        return self.post(whole, facets=[facet])

    def delete(self, post: dict) -> None:
        body = {
            "repo": self.did,
            "collection": "app.bsky.feed.post",
            "rkey": post["uri"].rpartition("/")[2],
        }
        self._post("deleteRecord", "repo", body)


def _ref(post: dict) -> dict:
    return {"uri": post["uri"], "cid": post["cid"]}


@pytest.fixture
def people(ear, monkeypatch) -> tuple[Person, Person, Person]:
    if not SERVER:
        pytest.skip("needs the real Bluesky software: make test-networks")
    brand, ann, bob = Person("brand"), Person("annabelle"), Person("robert")
    held = {"host": SERVER, "login": brand.handle, "password": PASSWORD}
    monkeypatch.setenv("CMR_BLUESKY", json.dumps(held))
    ear.listens_to(
        f"{{network: bluesky, handle: {brand.handle}, instance: '{SERVER}'}}", [brand.handle]
    )
    return brand, ann, bob


def _settled(brand: Person, posts: int) -> None:
    """Wait until the network's index has the brand's posts and the counts of the last one are
    there.
    """
    for _ in range(120):
        reply = requests.get(
            f"{SERVER}/xrpc/app.bsky.actor.getProfile",
            params={"actor": brand.handle},
            timeout=30,
            headers={"authorization": f"Bearer {brand.token}"},
        )
        if reply.ok and reply.json().get("postsCount", 0) == posts:
            time.sleep(1)
            return
        time.sleep(0.25)
    raise AssertionError(f"the index does not show {posts} posts: {reply.text[:300]}")


def test_two_nights_of_a_community(ear, people, home):
    brand, ann, bob = people
    posts = [brand.post(f"post number {n}") for n in range(125)]
    news, doomed = posts[124], posts[3]
    answer = ann.post("is it late again?", news)
    deeper = brand.post("it is on time", answer, news)
    ann.post("thank you, write to ann@mail.example", deeper, news)
    ann.like(news), bob.like(news), bob.repost(news)
    ann.mention("good morning", brand)
    _settled(brand, 126)

    first = ear.pull("2025-06-29")
    assert first["status_of_source"] == "ok"
    texts = ear.current
    assert len([t for t in texts if t.startswith("post number")]) == 125
    assert len(texts) == 125 + 1 + 2 + 1
    last = texts["post number 124"]
    assert (last["likes"], last["replies"], last["shares"], last["views"]) == (2, 1, 1, None)
    assert last["is_brand"]
    assert not texts["is it late again?"]["is_brand"]
    assert texts["is it late again?"]["in_reply_to"] == last["post_id"]
    assert texts["it is on time"]["in_reply_to"] == texts["is it late again?"]["post_id"]
    assert (
        texts["thank you, write to [email]"]["author_id"] == texts["is it late again?"]["author_id"]
    )
    assert f"good morning @{brand.handle}" in texts
    assert texts["post number 0"]["likes"] == 0
    assert last["followers"] == 0
    assert last["language"] == "en"
    for raw in (ann.did, bob.did, ann.handle, bob.handle, "annabelle", "ann@mail"):
        assert raw.encode() not in ear.written(home), raw

    again = ear.pull("2025-06-29")
    assert again["rows"] == 0
    assert again["requests"] < first["requests"]

    for person in (ann, bob):
        person.like(posts[124 - 1])
    bob.post("me too", answer, news)
    brand.delete(doomed), ann.delete(answer)
    brand.post("a new day")
    _settled(brand, 126)
    second = ear.pull("2025-06-30")
    assert second["deleted"] == 2
    now = ear.current
    assert "post number 3" not in now
    assert "is it late again?" not in now
    assert {"a new day", "me too"} <= set(now)
    assert now["post number 123"]["likes"] == 2
    assert now["me too"]["in_reply_to"] == texts["is it late again?"]["post_id"]
    assert len(now) == 129 - 2 + 2
    assert ear.pull("2025-06-30")["rows"] == 0


def test_a_visit_killed_between_any_two_answers_loses_and_doubles_nothing(ear, people, monkeypatch):
    brand, ann, _ = people
    posts = [brand.post(f"post number {n}") for n in range(120)]
    for number in (0, 60, 119):
        ann.post(f"reply to {number}", posts[number])
    _settled(brand, 120)
    monkeypatch.setattr("transforms.extract.pull.COMMIT_PAGES", 1)
    real, deaths = Client._ask, 0
    for die_at in range(2, 40):
        count = 0

        def dying(self, *arguments, die_at=die_at, **named):
            nonlocal count
            count += 1
            if count == die_at:
                raise KeyboardInterrupt
            return real(self, *arguments, **named)

        monkeypatch.setattr(Client, "_ask", dying)
        try:
            ear.pull()
            break
        except KeyboardInterrupt:
            deaths += 1
    assert deaths > 3
    assert len(ear.raw) == len({row["post_id"] for row in ear.raw}) == 123


def test_a_backfill_leaves_the_cursor_where_it_is(ear, people):
    brand, *_ = people
    brand.post("today")
    _settled(brand, 1)
    ear.pull()
    slug = sources.slug("brand", run.list_sources()[0]["key"])
    before = cursors.read(slug)
    assert before
    now = datetime.now(UTC)
    run.backfill("brand", 0, now - timedelta(days=2), now - timedelta(days=1))
    assert cursors.read(slug) == before


def test_wrong_credentials_name_the_connection_the_networks_words_and_the_cure(
    ear, people, monkeypatch
):
    brand, *_ = people
    monkeypatch.setenv(
        "CMR_BLUESKY", json.dumps({"host": SERVER, "login": brand.handle, "password": "wrong"})
    )
    with pytest.raises(
        Exception, match=r"connection 'bluesky'.*401.*Invalid identifier or password.*renew"
    ) as caught:
        ear.pull()
    assert "wrong" not in str(caught.value).replace("wrong or expired", "")


def test_check_pulls_nothing(ear, people):
    brand, *_ = people
    _settled(brand, 0)
    assert "account found" in run.check("brand", 0)
    assert ear.raw == []
    assert bluesky.CONNECTION
