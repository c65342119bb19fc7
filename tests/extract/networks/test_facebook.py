"""Facebook pages, verified on recorded payloads, not on the live service."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from transforms.config.errors import BadInput
from transforms.extract import run

PAGE = {"id": "19292868552", "username": "brand", "followers_count": 300}
YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%S+0000")
NOTHING = {"data": []}
NO_RIGHT = (
    403,
    {"error": {"message": "(#10) requires read_insights", "type": "OAuthException", "code": 10}},
)
GONE = (
    400,
    {
        "error": {
            "message": "Object with ID 'x' does not exist",
            "type": "GraphMethodException",
            "code": 100,
        }
    },
)


def paged(page: dict, token: str) -> dict:
    """A recorded page as the one before the page that `token` asks for."""
    return page | {
        "paging": {"cursors": {"after": token}, "next": "https://graph.facebook.com/next"}
    }


def post(number: str, message: str, author: dict | None = None, **more) -> dict:
    return {
        "id": f"{PAGE['id']}_{number}",
        "message": message,
        "created_time": YESTERDAY,
        "shares": {"count": 2},
        "from": author or {"id": PAGE["id"], "name": "Brand"},
        "reactions": {"summary": {"total_count": 4}},
        "comments": {"summary": {"total_count": 2}},
    } | more


def comment(number: str, message: str, **more) -> dict:
    return {
        "id": number,
        "message": message,
        "created_time": YESTERDAY,
        "like_count": 1,
        "comment_count": 0,
        "from": {"id": "777000777", "name": "Ann of the Tests"},
    } | more


@pytest.fixture
def facebook(ear, recording, monkeypatch):
    monkeypatch.setenv("CMR_FACEBOOK", json.dumps({"token": "made-up", "host": recording.url}))
    ear.listens_to("{network: facebook, handle: '19292868552'}", ["brand"])
    recording.on("/19292868552", PAGE)
    recording.on("/19292868552/insights", NO_RIGHT)
    recording.on("/19292868552/posts", NOTHING)
    recording.on("/19292868552/tagged", NOTHING)
    recording.on("/[0-9_]+/comments", NOTHING)
    recording.on("/", lambda q: GONE)
    return recording


def test_recorded_posts_are_paged_and_every_field_used_is_right(ear, facebook, recorded):
    first, second = (
        recorded(f"facebook/apidata_posts_feeds_default_fields_p{n}.json") for n in (1, 2)
    )
    second.pop("paging", None)
    facebook.on(
        "/19292868552/posts", lambda q: second if q.get("after") == "two" else paged(first, "two")
    )
    ear.pull()
    staged = {row["post_id"]: row for row in ear.staged}
    everything = first["data"] + second["data"]
    assert set(staged) == {one["id"] for one in everything}
    for one in everything:
        row = staged[one["id"]]
        assert row["likes"] == one["reactions"]["summary"]["total_count"]
        assert row["replies"] == one["comments"]["summary"]["total_count"]
        assert row["shares"] == one.get("shares", {}).get("count")
        assert row["created_at"] == datetime.fromisoformat(one["created_time"])
        assert row["is_brand"]
        assert row["followers"] == 300
        kind = one["attachments"]["data"][0]["media_type"]
        assert (
            row["format"]
            == {"photo": "image", "album": "image", "video": "video", "link": "link"}[kind]
        )
    assert {h.get("authorization") for h in facebook.headers} == {"Bearer made-up"}
    assert not any("access_token" in query for _, query in facebook.asked)


def test_recorded_comments_are_paged_and_lose_their_people(ear, facebook, recorded, home):
    whole = recorded("facebook/models_comment.json")
    pages = [recorded(f"facebook/apidata_comments_comments_p{n}.json")["data"] for n in (1, 2)]
    for number, one in enumerate(c for page in pages for c in page):
        one["id"] = f"1_{number}"
    pages[1].append(whole)
    facebook.on("/19292868552/posts", {"data": [post("1", "Our news")]})

    def answer(q):
        return {"data": pages[1]} if q.get("after") == "two" else paged({"data": pages[0]}, "two")

    facebook.on("/19292868552_1/comments", answer)
    facebook.answers.pop("/[0-9_]+/comments")
    ear.pull()
    staged = {row["post_id"]: row for row in ear.staged}
    assert len(staged) == 1 + len(pages[0]) + len(pages[1])
    row = staged[whole["id"]]
    assert (row["text"], row["likes"], row["replies"], row["format"]) == (
        "My Nice Car",
        0,
        0,
        "image",
    )
    assert row["in_reply_to"] == "19292868552_1"
    for raw in (whole["from"]["name"], whole["from"]["id"]):
        assert raw.encode() not in ear.written(home)


def test_two_nights_with_counts_deletions_and_tags(ear, facebook, home):
    ann = {"id": "777000777", "name": "Ann of the Tests"}
    facebook.on("/19292868552/posts", {"data": [post("1", "Our news")]})
    facebook.on(
        "/19292868552/tagged",
        {"data": [post("9", "at the desk with Brand", ann) | {"id": "777_9"}]},
    )
    facebook.answers = {
        "/19292868552_1/comments": lambda q: {
            "data": [comment("1_1", "how late?"), comment("1_2", "very", parent={"id": "1_1"})]
        }
    } | facebook.answers
    ear.pull("2025-06-29")
    assert set(ear.current) == {"Our news", "how late?", "very", "at the desk with Brand"}
    assert ear.current["very"]["in_reply_to"] == "1_1"
    assert ear.current["how late?"]["in_reply_to"] == ear.current["Our news"]["post_id"]
    assert not ear.current["at the desk with Brand"]["is_brand"]

    facebook.on(
        "/19292868552/posts",
        {"data": [post("1", "Our news", reactions={"summary": {"total_count": 5}})]},
    )
    facebook.on("/19292868552/tagged", NOTHING)
    facebook.on("/19292868552_1/comments", {"data": [comment("1_1", "how very late?")]})
    facebook.on("/1_2", GONE)
    facebook.on("/777_9", post("9", "at the desk with Brand", ann) | {"id": "777_9"})
    facts = ear.pull("2025-06-30")
    assert facts["deleted"] == 1
    assert set(ear.current) == {"Our news", "how very late?", "at the desk with Brand"}
    assert ear.current["Our news"]["likes"] == 5
    for raw in (b"777000777", b"Ann of the Tests"):
        assert raw not in ear.written(home)


def test_a_limit_of_the_network_is_said_and_what_came_is_kept(ear, facebook):
    facebook.on("/19292868552/posts", {"data": [post("1", "Our news")]})
    limit = {
        "error": {
            "message": "(#32) Page request limit reached",
            "type": "OAuthException",
            "code": 32,
        }
    }
    facebook.on("/19292868552/tagged", (403, limit))
    facts = ear.pull()
    assert (facts["rows"], facts["status_of_source"]) == (1, "partial")
    assert "limit reached" in facts["message"]


def test_a_recorded_refusal_names_the_connection_and_the_cure(ear, facebook, recorded):
    facebook.on("/19292868552", (400, recorded("facebook/error_or_base_error.json")))
    with pytest.raises(
        BadInput, match=r"connection 'facebook'.*400: .*requires either app secret proof"
    ):
        ear.pull()


def test_an_expired_token_is_a_matter_of_credentials(ear, facebook):
    expired = {
        "error": {
            "message": "Error validating access token: Session has expired",
            "type": "OAuthException",
            "code": 190,
        }
    }
    facebook.on("/19292868552", (400, expired))
    with pytest.raises(BadInput, match=r"Session has expired.*renew"):
        ear.pull()


def test_lost_rights_delete_nothing(ear, facebook):
    facebook.on("/19292868552/posts", {"data": [post("1", "Our news")]})
    ear.pull("2025-06-29")
    facebook.on("/19292868552/posts", NOTHING)
    no_right = (
        403,
        {"error": {"message": "(#200) Requires permission", "type": "OAuthException", "code": 200}},
    )
    facebook.on("/", no_right)
    facebook.on("/19292868552_1", no_right)
    with pytest.raises(BadInput, match="Requires permission"):
        ear.pull("2025-06-30")
    assert set(ear.current) == {"Our news"}


def test_check_asks_once(ear, facebook):
    without = "page found, 300 followers, token accepted, without the right to views"
    assert run.check("brand", 0) == without
    assert len(facebook.asked) == 2


def insights(views: int | None) -> dict:
    """A post's insights as the Graph API documents them: a metric over its life."""
    one = {"name": "post_media_view", "period": "lifetime", "values": [{"value": views}]}
    return {"insights": {"data": [one]}}


def test_views_of_the_pages_own_posts_are_read_again_and_empty_is_unknown(ear, facebook):
    facebook.on("/19292868552/insights", {"data": [{"name": "page_media_view", "values": []}]})
    own = [post("1", "Our news", **insights(1200)), post("2", "More news", **insights(None))]
    ann = {"id": "777000777", "name": "Ann of the Tests"}
    tagged = post("9", "at the desk with Brand", ann) | {"id": "777_9"}
    facebook.on("/19292868552/posts", {"data": own})
    facebook.on("/19292868552/tagged", {"data": [tagged]})
    facts = ear.pull("2025-06-29")
    views = {text: row["views"] for text, row in ear.current.items()}
    assert views == {"Our news": 1200, "More news": None, "at the desk with Brand": None}
    assert facts["status_of_source"] == "ok"
    facebook.on("/19292868552/posts", NOTHING)
    facebook.on("/19292868552/tagged", NOTHING)
    now = {one["id"]: one for one in (own[0] | insights(1300), own[1])}
    facebook.on("/", lambda q: {k: v for k, v in now.items() if k in q["ids"].split(",")})
    ear.pull("2025-06-30")
    assert ear.current["Our news"]["views"] == 1300
    asked = [q["fields"] for path, q in facebook.asked if path in ("/", "/19292868552/tagged")]
    assert [("insights" in fields) for fields in asked] == [False, False, True, False]


def test_without_the_right_to_views_they_are_not_asked_for_and_everything_else_is_read(
    ear, facebook
):
    facebook.on("/19292868552/posts", {"data": [post("1", "Our news")]})
    facts = ear.pull()
    assert (facts["rows"], facts["status_of_source"]) == (1, "ok")
    assert ear.current["Our news"]["views"] is None
    assert not any("insights" in q.get("fields", "") for _, q in facebook.asked)
