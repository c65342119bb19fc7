"""X, verified on recorded payloads, not on the live service."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from transforms.config.errors import BadInput
from transforms.extract import run

BRAND = {
    "id": "2244994945",
    "username": "TwitterDev",
    "public_metrics": {"followers_count": 514020, "tweet_count": 3},
}
ANN = {
    "id": "77",
    "username": "ann_of_the_tests",
    "name": "Ann Tester",
    "public_metrics": {"followers_count": 5},
}
YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def tweet(number: str, text: str, author: str, **more) -> dict:
    metrics = {
        "retweet_count": 1,
        "reply_count": 0,
        "like_count": 4,
        "quote_count": 2,
        "impression_count": 90,
    }
    return {
        "id": number,
        "text": text,
        "author_id": author,
        "created_at": YESTERDAY,
        "lang": "en",
        "public_metrics": metrics,
        "edit_history_tweet_ids": [number],
    } | more


@pytest.fixture
def x(ear, recording, monkeypatch):
    monkeypatch.setenv("CMR_X", json.dumps({"token": "made-up", "host": recording.url}))
    ear.listens_to("{network: x, handle: '@TwitterDev', terms: [two words]}", ["TwitterDev"])
    recording.on("/2/users/by/username/TwitterDev", {"data": BRAND})
    recording.on("/2/users/2244994945/tweets", {"meta": {"result_count": 0}})
    recording.on("/2/users/2244994945/mentions", {"meta": {"result_count": 0}})
    recording.on("/2/tweets/search/recent", {"meta": {"result_count": 0}})
    recording.on("/2/tweets", {"data": []})
    return recording


def test_recorded_timelines_are_paged_and_every_field_used_is_right(ear, x, recorded, home):
    first, second = (
        recorded("x_v2_pytwitter/apis_timeline_timeline_tweets.json"),
        {"meta": {"result_count": 0}},
    )
    token = first["meta"]["next_token"]
    x.on(
        "/2/users/2244994945/tweets",
        lambda q: second if q.get("pagination_token") == token else first,
    )
    mentions = recorded("x_v2_pytwitter/apis_timeline_timeline_mentions.json")
    mentions["meta"].pop("next_token")
    x.on("/2/users/2244994945/mentions", mentions)
    facts = ear.pull()
    assert facts["rows"] == len(first["data"]) + len(mentions["data"])
    staged = {row["post_id"]: row for row in ear.staged}
    for post in first["data"]:
        row, metrics = staged[post["id"]], post["public_metrics"]
        assert (row["likes"], row["replies"]) == (metrics["like_count"], metrics["reply_count"])
        assert row["shares"] == metrics["retweet_count"] + metrics["quote_count"]
        assert row["views"] is None
        assert row["created_at"] == datetime.fromisoformat(post["created_at"])
        assert row["is_brand"]
        assert row["followers"] == 514020
    assert not any(staged[post["id"]]["is_brand"] for post in mentions["data"])
    assert not any("@TweetDeck" in row["text"] for row in ear.staged)
    assert x.times("/2/users/2244994945/tweets") == 2
    assert all(
        "author_id" in q.get("tweet.fields", "") for path, q in x.asked if path.endswith("/tweets")
    )
    assert {h.get("authorization") for h in x.headers} == {"Bearer made-up"}


def test_a_whole_recorded_post_keeps_what_we_do_not_understand_and_loses_its_people(
    ear, x, recorded, home
):
    post = recorded("x_v2_pytwitter/models_tweet.json")
    x.on(
        "/2/users/2244994945/mentions",
        {"data": [post | {"author_id": "77"}], "includes": {"users": [ANN]}, "meta": {}},
    )
    ear.pull()
    [row] = ear.raw
    kept = json.loads(row["payload"])
    assert kept["context_annotations"][0]["entity"]["name"] == "New Years Eve"
    assert kept["source"] == post["source"]
    assert row["in_reply_to"] == post["referenced_tweets"][0]["id"]
    assert "LovesNandos" not in row["payload"]
    [staged] = ear.staged
    assert (staged["format"], staged["language"], staged["likes"]) == ("link", "en", 40)
    for raw in ("ann_of_the_tests", "Ann Tester", "2244994945"):
        assert raw.encode() not in row["payload"].encode(), raw


def test_a_night_with_threads_edits_deletions_and_search(ear, x, home):
    mine = tweet(
        "100",
        "we are late",
        BRAND["id"],
        public_metrics={"reply_count": 1, "like_count": 1, "retweet_count": 0, "quote_count": 0},
    )
    asked = tweet(
        "101",
        "how late, @TwitterDev? &lt;3",
        "77",
        referenced_tweets=[{"type": "replied_to", "id": "100"}],
    )
    found = tweet("102", "two words @ann_of_the_tests", "77")
    users = {"includes": {"users": [ANN]}}
    x.on("/2/users/2244994945/tweets", {"data": [mine], "meta": {}})
    x.on(
        "/2/tweets/search/recent",
        lambda q: (
            {"data": [asked if "conversation_id:100" in q["query"] else found], "meta": {}} | users
        ),
    )
    ear.pull("2025-06-29")
    assert set(ear.current) == {"we are late", "how late, @TwitterDev? <3", "two words @user"}
    assert ear.current["how late, @TwitterDev? <3"]["in_reply_to"] == "100"
    assert ear.current["two words @user"]["views"] == 90
    queries = {q["query"] for path, q in x.asked if path.endswith("recent")}
    assert queries == {"conversation_id:100", '"two words" -is:retweet'}

    edited = tweet("103", "we are very late", BRAND["id"], edit_history_tweet_ids=["100", "103"])
    gone = {"resource_id": "101", "type": "https://api.twitter.com/2/problems/resource-not-found"}
    x.on("/2/users/2244994945/tweets", {"data": [edited], "meta": {}})
    x.on("/2/tweets/search/recent", {"meta": {}})
    x.on("/2/tweets", {"data": [found], "errors": [gone]} | users)
    facts = ear.pull("2025-06-30")
    assert facts["deleted"] == 1
    assert set(ear.current) == {"we are very late", "two words @user"}
    assert ear.current["we are very late"]["post_id"] == "100"
    assert ear.current["we are very late"]["updated_at"] is not None
    for raw in (b"ann_of_the_tests", b"Ann Tester"):
        assert raw not in ear.written(home)


def test_a_recorded_page_of_search_has_no_handle_left(ear, x, recorded):
    page = recorded("x_tweepy/test_client_search_recent_tweets.json")[0]["response"]["body"]
    page["meta"].pop("next_token", None)
    x.on("/2/tweets/search/recent", page)
    assert ear.pull()["rows"] == len(page["data"])
    assert not any("@" in row["text"].replace("@user", "") for row in ear.staged)


def test_an_access_level_without_search_is_said_and_the_rest_goes_on(ear, x):
    x.on("/2/users/2244994945/tweets", {"data": [tweet("1", "hello", BRAND["id"])], "meta": {}})
    x.on(
        "/2/tweets/search/recent",
        (403, {"title": "Client Forbidden", "detail": "Your level does not include this."}),
    )
    facts = ear.pull()
    assert facts["status_of_source"] == "partial"
    assert "Client Forbidden: Your level does not include this." in facts["message"]
    assert facts["rows"] == 1


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            (401, {"title": "Unauthorized", "detail": "Unauthorized"}),
            r"connection 'x'.*401: Unauthorized.*renew",
        ),
        ({"errors": [{"title": "Not Found Error"}]}, "x knows no account 'TwitterDev'"),
    ],
)
def test_a_refusal_names_the_connection_and_the_cure(ear, x, answer, said):
    x.on("/2/users/by/username/TwitterDev", answer)
    with pytest.raises(BadInput, match=said):
        ear.pull()


def test_a_missing_token_is_said_before_anything_is_asked(ear, x, monkeypatch):
    monkeypatch.delenv("CMR_X")
    with pytest.raises(BadInput, match="no credentials: set connection `x` or CMR_X"):
        ear.pull()
    assert x.asked == []


def test_check_asks_once(ear, x):
    assert run.check("brand", 0) == "account found, 3 posts, token accepted"
    assert len(x.asked) == 1
