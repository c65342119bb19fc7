"""Reddit, verified on recorded payloads, not on the live service."""

import base64
import json
from datetime import UTC, datetime

import pytest

from transforms.config.errors import BadInput
from transforms.extract import run

NOW = datetime.now(UTC).timestamp()


def listing(*things: dict, after: str | None = None) -> dict:
    children = [{"kind": one["name"][:2], "data": one} for one in things]
    return {"kind": "Listing", "data": {"children": children, "after": after}}


def submission(number: str, title: str, author: str = "Ann_of_tests", **more) -> dict:
    return {
        "name": f"t3_{number}",
        "id": number,
        "title": title,
        "selftext": "",
        "author": author,
        "created_utc": NOW - 86_400,
        "score": 4,
        "hide_score": False,
        "num_comments": 0,
        "num_crossposts": 0,
        "is_self": True,
        "edited": False,
    } | more


def comment(number: str, body: str, parent: str, author: str = "Ann_of_tests", **more) -> dict:
    return {
        "name": f"t1_{number}",
        "id": number,
        "body": body,
        "author": author,
        "created_utc": NOW - 80_000,
        "score": 2,
        "score_hidden": False,
        "parent_id": parent,
        "edited": False,
        "replies": "",
    } | more


@pytest.fixture
def reddit(ear, recording, monkeypatch):
    monkeypatch.setenv(
        "CMR_REDDIT", json.dumps({"login": "app", "password": "made-up", "host": recording.url})
    )
    recording.on(
        "/api/v1/access_token",
        {"access_token": "of-the-night", "token_type": "bearer", "expires_in": 3600},
    )
    recording.on("/(r|user)/.*|/search|/api/info", listing())
    return recording


@pytest.fixture
def subreddit(ear, reddit):
    ear.listens_to(f"{{network: reddit, handle: r/AskReddit, instance: '{reddit.url}'}}", ["brand"])
    return reddit


@pytest.fixture
def account(ear, reddit):
    ear.listens_to(
        f"{{network: reddit, handle: u/Brand, instance: '{reddit.url}', terms: [late flight]}}",
        ["Brand"],
    )
    return reddit


def first(server, path: str, answer) -> None:
    """`answer` for `path` goes before the general ones."""
    rest = {pattern: one for pattern, one in server.answers.items() if pattern != path}
    server.answers = {path: answer if callable(answer) else lambda _: answer} | rest


def test_recorded_lists_are_paged_and_every_field_used_is_right(ear, subreddit, recorded, home):
    new = recorded("reddit/TestSubredditListings.test_new.json.gz")[1]["response"]["body"]
    said = recorded("reddit/TestSubredditListings.test_comments.json.gz")[1]["response"]["body"]
    after = new["data"]["after"]
    first(subreddit, "/r/AskReddit/new", lambda q: listing() if q.get("after") == after else new)
    first(subreddit, "/r/AskReddit/comments", lambda q: listing() if q.get("after") else said)
    ear.pull()
    staged = {row["post_id"]: row for row in ear.staged}
    things = [c["data"] for c in new["data"]["children"] + said["data"]["children"]]
    kept = [t for t in things if t.get("body", t.get("selftext")) not in ("[deleted]", "[removed]")]
    assert set(staged) == {t["name"] for t in kept}
    for thing in kept:
        row = staged[thing["name"]]
        hidden = thing.get("hide_score", thing.get("score_hidden"))
        assert row["likes"] == (None if hidden else max(thing["score"], 0))
        assert row["replies"] == thing.get("num_comments")
        assert row["created_at"].timestamp() == thing["created_utc"]
        assert row["in_reply_to"] == thing.get("parent_id")
    post = next(t for t in kept if t.get("title"))
    assert staged[post["name"]]["text"].startswith(post["title"].strip())
    everything = ear.written(home)
    for thing in kept:
        if len(thing["author"]) > 7:
            assert thing["author"].encode() not in everything, thing["name"]
    assert subreddit.times("/r/AskReddit/new") == 2
    basic = "Basic " + base64.b64encode(b"app:made-up").decode()
    assert [h.get("Authorization") or h.get("authorization") for h in subreddit.headers][:2] == [
        basic,
        "Bearer of-the-night",
    ]


def test_a_recorded_thread_gives_every_comment_those_it_only_counts_too(ear, account, recorded):
    tape = recorded("reddit/TestMore.test_comments.json.gz")
    thread, more = tape[2]["response"]["body"], tape[1]["response"]["body"]
    post = thread[0]["data"]["children"][0]["data"] | {"author": "Brand"}
    first(account, "/user/Brand/submitted", listing(post))
    first(account, f"/comments/{post['id']}", thread)
    calls = []

    def answer(query: dict) -> dict:
        calls.append(query["children"].split(","))
        return more if len(calls) == 1 else {"json": {"data": {"things": []}}}

    first(account, "/api/morechildren", answer)
    ear.pull()
    rows = ear.staged
    in_thread = str(json.dumps(thread)).count('"kind": "t1"')
    assert in_thread < len(rows) <= in_thread + 1 + len(more["json"]["data"]["things"])
    assert all(len(call) <= 100 for call in calls)
    assert len({row["post_id"] for row in rows}) == len(rows)
    negative = [
        c["data"]
        for c in more["json"]["data"]["things"]
        if c["kind"] == "t1" and c["data"]["score"] < 0
    ]
    assert {r["likes"] for r in rows if r["post_id"] in {c["name"] for c in negative}} == {0}


def test_a_thread_larger_than_the_budget_goes_on_where_it_was_cut_off(ear, account):
    ear.listens_to(
        f"{{network: reddit, handle: u/Brand, instance: '{account.url}', request_budget: 6}}",
        ["Brand"],
    )
    hidden = [f"h{n}" for n in range(250)]
    more = {"kind": "more", "data": {"children": hidden}}
    tree = listing(comment("11", "first", "t3_1"))
    tree["data"]["children"].append(more)
    post = submission("1", "Our news", "Brand", num_comments=251)
    first(account, "/user/Brand/submitted", listing(post))
    first(account, "/comments/1", [listing(post), tree])

    def answer(query: dict) -> dict:
        asked = [comment(one, f"answer {one}", "t1_11") for one in query["children"].split(",")]
        return {"json": {"data": {"things": [{"kind": "t1", "data": one} for one in asked]}}}

    first(account, "/api/morechildren", answer)
    assert ear.pull("2025-06-29")["status_of_source"] == "partial"
    assert len(ear.current) == 1 + 1 + 200
    ear.pull("2025-06-30")
    assert len(ear.current) == 1 + 1 + 250


def test_comments_that_mention_the_account_are_read_with_its_own_token(
    ear, account, monkeypatch, home
):
    held = {"login": "app", "password": "made-up", "token": "refresh-me", "host": account.url}
    monkeypatch.setenv("CMR_REDDIT", json.dumps(held))
    mention = comment("31", "u/Brand where is my bag?", "t3_9") | {
        "type": "username_mention",
        "subject": "username mention",
        "dest": "Brand",
        "link_title": "Lost, says u/Ann_of_tests",
        "context": "/r/travel/comments/9/lost/31/?context=3",
        "new": True,
    }
    first(account, "/message/mentions", lambda q: listing() if q.get("after") else listing(mention))
    forms = []
    first(account, "/api/v1/access_token", lambda q: forms.append(q) or {"access_token": "mine"})
    ear.pull()
    row = ear.current["u/Brand where is my bag?"]
    assert (row["in_reply_to"], row["is_brand"], row["likes"]) == ("t3_9", False, 2)
    assert forms == [{"grant_type": "refresh_token", "refresh_token": "refresh-me"}]
    for secret in (b"Ann_of_tests", b"refresh-me"):
        assert secret not in ear.written(home)


def test_without_a_token_of_the_account_mentions_are_not_asked_for(ear, account):
    ear.pull()
    assert account.times("/message/mentions") == 0


def test_two_nights_with_edits_counts_deletions_and_search(ear, account, recorded, home):
    mine = submission("1", "Our news", "Brand", num_comments=2)
    theirs = submission("2", "My late flight, says u/Ann_of_tests", selftext="ask u/Brand")
    tree = [
        listing(mine),
        listing(
            comment("11", "how late?", "t3_1", replies=listing(comment("12", "very", "t1_11")))
        ),
    ]
    first(account, "/user/Brand/submitted", listing(mine))
    first(account, "/search", listing(theirs))
    first(account, "/comments/1", tree)
    ear.pull("2025-06-29")
    assert set(ear.current) == {
        "Our news",
        "how late?",
        "very",
        "My late flight, says @user\nask u/Brand",
    }
    assert ear.current["very"]["in_reply_to"] == ear.current["how late?"]["post_id"]
    assert ear.current["Our news"]["is_brand"]
    assert not ear.current["very"]["is_brand"]

    shell = recorded("reddit/TestComment.test_refresh__deleted_comment.json")[1]["response"][
        "body"
    ]["data"]["children"][0]
    emptied = shell["data"] | {"name": "t1_12", "id": "12", "parent_id": "t1_11"}
    edited = comment("11", "how very late?", "t3_1", edited=NOW)
    first(account, "/user/Brand/submitted", listing(mine | {"score": 9}))
    first(account, "/comments/1", [listing(mine), listing(edited | {"replies": listing(emptied)})])
    first(account, "/search", listing())
    first(
        account,
        "/api/info",
        lambda q: listing(*[t for t in (emptied, theirs) if t["name"] in q["id"]]),
    )
    facts = ear.pull("2025-06-30")
    assert facts["deleted"] == 1
    assert set(ear.current) == {
        "Our news",
        "how very late?",
        "My late flight, says @user\nask u/Brand",
    }
    assert ear.current["Our news"]["likes"] == 9
    assert ear.current["how very late?"]["updated_at"] is not None
    assert b"Ann_of_tests" not in ear.written(home)


def test_an_author_who_left_is_nobody_and_their_post_stays(ear, subreddit):
    first(subreddit, "/r/AskReddit/new", listing(submission("1", "still here", "[deleted]")))
    ear.pull()
    assert ear.staged[0]["author_id"] is None


def test_an_image_a_link_and_a_video_are_told_apart(ear, subreddit):
    posts = [
        submission("1", "a", is_self=False, post_hint="image"),
        submission("2", "b", is_self=False),
        submission("3", "c", is_self=False, is_video=True),
        submission("4", "d"),
    ]
    first(subreddit, "/r/AskReddit/new", listing(*posts))
    ear.pull()
    assert [row["format"] for row in ear.staged] == ["image", "link", "video", "text"]


def test_wrong_credentials_name_the_connection_and_the_cure(ear, subreddit):
    first(subreddit, "/api/v1/access_token", (401, {"message": "Unauthorized", "error": 401}))
    with pytest.raises(BadInput, match=r"connection 'reddit'.*401: Unauthorized; .*renew"):
        ear.pull()


def test_a_private_subreddit_is_a_refusal_with_its_words(ear, subreddit):
    first(
        subreddit,
        "/r/AskReddit/new",
        (403, {"reason": "private", "message": "Forbidden", "error": 403}),
    )
    with pytest.raises(BadInput, match=r"403: private: Forbidden; .*grant"):
        ear.pull()


def test_check_pulls_nothing(ear, subreddit):
    assert run.check("brand", 0) == "r/AskReddit found, logged in"
    assert ear.raw == []
