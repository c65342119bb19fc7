"""Threads accounts, on answers written from Meta's documentation, not recorded from the service."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from transforms.config.errors import BadInput
from transforms.extract import run

YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%S+0000")
NOTHING = {"data": []}
COUNTS = {"views": 90, "likes": 4, "replies": 2, "reposts": 3, "quotes": 1, "shares": 7}
NO_RIGHT = (400, {"error": {"message": "(#10) needs another permission", "code": 10}})
GONE = (400, {"error": {"message": "Object with ID 'x' does not exist", "code": 100}})


def insights(**counts: int) -> dict:
    return {
        "data": [
            {"name": n, "period": "lifetime", "values": [{"value": v}]} for n, v in counts.items()
        ]
    }


def post(number: str, text: str, author: str = "brand.fr", **more) -> dict:
    link = f"https://www.threads.net/@{author}/post/C{number}"
    shown = {"id": number, "text": text, "username": author, "timestamp": YESTERDAY}
    return shown | {"media_type": "TEXT_POST", "permalink": link, "has_replies": True} | more


@pytest.fixture
def threads(ear, recording, monkeypatch):
    monkeypatch.setenv("CMR_THREADS", json.dumps({"token": "made-up", "host": recording.url}))
    ear.listens_to("{network: threads, handle: '1784', terms: [fibre]}", ["brand.fr"])
    recording.on("/1784", {"id": "1784", "username": "brand.fr"})
    followers = {"data": [{"name": "followers_count", "total_value": {"value": 300}}]}
    recording.on("/1784/threads_insights", followers)
    for edge in ("threads", "replies", "mentions"):
        recording.on(f"/1784/{edge}", NOTHING)
    recording.on("/[0-9]+/insights", insights(**COUNTS))
    recording.on("/[0-9]+/conversation", NOTHING)
    recording.on("/keyword_search", NOTHING)
    recording.on("/", lambda q: GONE)
    return recording


def test_posts_answers_mentions_and_searches_are_staged_and_lose_their_people(ear, threads, home):
    cursor = {"paging": {"cursors": {"after": "two"}, "next": "https://graph.threads.net/next"}}
    first = {"data": [post("1", "Our fibre news", media_type="IMAGE")]} | cursor
    second = {"data": [post("2", "shown again", media_type="REPOST_FACADE")]}
    threads.on("/1784/threads", lambda q: second if q.get("after") == "two" else first)
    answers = [
        post("11", "how late, @berthe_oisemont?", "jane_q", root_post={"id": "1"}),
        post("12", "sorry", root_post={"id": "1"}, replied_to={"id": "11"}),
    ]
    threads.answers = {"/1/conversation": lambda q: {"data": answers}} | threads.answers
    threads.on("/1784/mentions", {"data": [post("9", "well done @brand.fr", "jane_q")]})
    threads.on("/keyword_search", {"data": [post("8", "the fibre is slow", "someone.else")]})
    ear.pull("2025-06-29")
    news = ear.current["Our fibre news"]
    assert (news["likes"], news["replies"], news["shares"], news["views"]) == (4, 2, 4, 90)
    assert (news["format"], news["followers"], news["is_brand"]) == ("image", 300, True)
    asked = ear.current["how late, @user?"]
    assert (asked["in_reply_to"], asked["likes"], asked["is_brand"]) == ("1", None, False)
    assert ear.current["sorry"]["in_reply_to"] == "11"
    assert {"well done @brand.fr", "the fibre is slow"} <= set(ear.current)
    written = ear.written(home)
    for raw in (b"jane_q", b"oisemont", b"someone.else", b"made-up"):
        assert raw not in written
    assert {h.get("authorization") for h in threads.headers} == {"Bearer made-up"}

    del answers[0]
    threads.on("/1784/mentions", NOTHING)
    threads.on("/keyword_search", NOTHING)
    threads.on("/11", GONE)
    threads.on("/9", post("9", "well done @brand.fr", "jane_q"))
    threads.on("/8", post("8", "the fibre is slow", "someone.else"))
    assert ear.pull("2025-06-30")["deleted"] == 1
    assert "how late, @user?" not in ear.current


def test_a_token_without_a_right_reads_the_rest_and_says_what_is_missing(ear, threads):
    threads.on("/1784/threads", {"data": [post("1", "Our news")]})
    for path in ("/1784/threads_insights", "/1784/mentions", "/keyword_search"):
        threads.on(path, NO_RIGHT)
    facts = ear.pull()
    assert (facts["rows"], facts["status_of_source"]) == (1, "partial")
    assert "no counts: the token lacks" in facts["message"]
    assert ear.staged[0]["likes"] is None
    assert threads.times("/1/insights") == 0


def test_an_expired_token_is_a_matter_of_credentials(ear, threads):
    expired = {
        "error": {"message": "Error validating access token: Session has expired", "code": 190}
    }
    threads.on("/1784", (401, expired))
    with pytest.raises(BadInput, match=r"connection 'threads'.*Session has expired.*renew"):
        ear.pull()


def test_check_asks_for_the_account_alone(ear, threads):
    assert run.check("brand", 0) == "account found, token accepted, with counts"
