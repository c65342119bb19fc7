"""Mastodon against a stateful server of its interface, started by `make test-networks`."""

import json
import os
import uuid

import pytest
import requests

from transforms.extract import run

pytestmark = pytest.mark.networks
SERVER = os.environ.get("CMR_TEST_MASTODON", "")


class Person:
    def __init__(self, name: str, token: str) -> None:
        self.name, self.headers = name, {"authorization": f"Bearer {token}"}

    def ask(self, method: str, path: str, **data) -> dict:
        reply = requests.request(
            method, f"{SERVER}/api/v1/{path}", headers=self.headers, data=data, timeout=30
        )
        assert reply.ok, reply.text
        return reply.json()

    def post(self, text: str, to: dict | None = None, **data) -> dict:
        return self.ask(
            "POST", "statuses", status=text, **({"in_reply_to_id": to["id"]} if to else {}), **data
        )


@pytest.fixture
def people(ear, monkeypatch) -> tuple[Person, Person, Person]:
    if not SERVER:
        pytest.skip("needs mastodon_mock: make test-networks")
    brand, ann, bob = (
        Person(*one)
        for one in (("brand", "brand_token"), ("annabelle", "ann_token"), ("robert", "bob_token"))
    )
    for person in (brand, ann, bob):
        mine = person.ask("GET", "accounts/verify_credentials")
        while found := requests.get(
            f"{SERVER}/api/v1/accounts/{mine['id']}/statuses", timeout=30
        ).json():
            for status in found:
                person.ask("DELETE", f"statuses/{status['id']}")
    brand.ask("POST", "notifications/clear")
    monkeypatch.setenv("CMR_MASTODON", json.dumps({"token": "brand_token"}))
    ear.listens_to(f"{{network: mastodon, handle: brand, instance: '{SERVER}'}}", ["brand"])
    return brand, ann, bob


def test_two_nights_of_a_community(ear, people, home):
    brand, ann, bob = people
    posts = [brand.post(f"post number {n}") for n in range(125)]
    news, doomed = posts[124], posts[3]
    answer = ann.post("is it late again?", news)
    deeper = brand.post("it is on time", answer)
    ann.post("thank you, write to ann@mail.example", deeper)
    ann.post("just between us @brand", visibility="direct")
    mention = bob.post("good morning @brand and @annabelle")
    for person in (ann, bob):
        person.ask("POST", f"statuses/{news['id']}/favourite")
    bob.ask("POST", f"statuses/{news['id']}/reblog")

    first = ear.pull("2025-06-29")
    now = ear.current
    assert first["status_of_source"] == "ok"
    assert len([t for t in now if t.startswith("post number")]) == 125
    assert set(now) - {f"post number {n}" for n in range(125)} == {
        "is it late again?",
        "it is on time",
        "thank you, write to [email]",
        "good morning @brand and @user",
    }
    last = now["post number 124"]
    assert (last["likes"], last["replies"], last["shares"], last["views"]) == (2, 1, 1, None)
    assert last["is_brand"]
    assert not now["is it late again?"]["is_brand"]
    assert now["is it late again?"]["in_reply_to"] == last["post_id"]
    assert now["it is on time"]["in_reply_to"] == now["is it late again?"]["post_id"]
    for raw in ("annabelle", "robert", "ann@mail", "between us"):
        assert raw.encode() not in ear.written(home), raw
    assert ear.pull("2025-06-29")["rows"] == 0

    ann.ask("POST", f"statuses/{posts[100]['id']}/favourite")
    bob.post("me too", answer)
    bob.ask("PUT", f"statuses/{mention['id']}", status="good evening @brand")
    brand.ask("DELETE", f"statuses/{doomed['id']}")
    ann.ask("DELETE", f"statuses/{answer['id']}")
    brand.post("a new day")
    second = ear.pull("2025-06-30")
    now = ear.current
    assert second["deleted"] == 2
    assert now["post number 100"]["likes"] == 1
    assert "good evening @brand" in now
    assert now["good evening @brand"]["updated_at"] is not None
    assert "a new day" in now
    assert "post number 3" not in now
    assert "is it late again?" not in now
    assert ear.pull("2025-06-30")["rows"] == 0


def test_a_hashtag_is_searched_and_a_phrase_is_said_to_be_none(ear, people):
    _, ann, _ = people
    tag = f"tag{uuid.uuid4().hex[:8]}"
    ann.post(f"late again #{tag}")
    ear.listens_to(
        f"{{network: mastodon, handle: brand, instance: '{SERVER}', terms: ['#{tag}', 'two words']}}",
        ["brand"],
    )
    facts = ear.pull()
    assert f"late again #{tag}" in ear.current
    assert facts["status_of_source"] == "partial"
    assert "'two words' cannot be searched" in facts["message"]


def test_a_wrong_token_names_the_connection_and_the_cure(ear, people, monkeypatch):
    monkeypatch.setenv("CMR_MASTODON", json.dumps({"token": "wrong_token"}))
    with pytest.raises(Exception, match=r"connection 'mastodon'.*401.*renew") as caught:
        ear.pull()
    assert "wrong_token" not in str(caught.value)


def test_check_pulls_nothing(ear, people):
    assert "token accepted" in run.check("brand", 0)
    assert ear.raw == []


def test_hashtags_alone_are_followed_on_one_server_without_an_account(ear, recording):
    status = {
        "id": "1",
        "created_at": "2025-06-20T08:00:00.000Z",
        "visibility": "public",
        "content": "<p>#brand is late</p>",
        "account": {"id": "7", "acct": "jane", "username": "jane"},
    }
    recording.on("/api/v1/timelines/tag/brand", [status])
    ear.listens_to(f"{{network: mastodon, instance: '{recording.url}', terms: [brand]}}", ["brand"])
    assert ear.pull()["rows"] == 1
    assert recording.times("/api/v1/accounts/lookup") == 0
