"""Instagram business accounts, verified on recorded payloads, not on the live service."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from transforms.extract import run

ACCOUNT = {
    "id": "17841406338772941",
    "username": "brand_account",
    "followers_count": 300,
    "media_count": 2,
}
YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%S+0000")
NOTHING = {"data": []}
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


def medium(number: str, caption: str, author: str = "brand_account", **more) -> dict:
    return {
        "id": number,
        "caption": caption,
        "media_type": "IMAGE",
        "timestamp": YESTERDAY,
        "username": author,
        "like_count": 4,
        "comments_count": 2,
    } | more


def comment(number: str, text: str, author: str = "ann_of_the_tests", **more) -> dict:
    return {
        "id": number,
        "text": text,
        "timestamp": YESTERDAY,
        "username": author,
        "like_count": 1,
    } | more


@pytest.fixture
def instagram(ear, recording, monkeypatch):
    monkeypatch.setenv("CMR_INSTAGRAM", json.dumps({"token": "made-up", "host": recording.url}))
    ear.listens_to("{network: instagram, handle: '17841406338772941'}", ["brand_account"])
    recording.on("/17841406338772941", ACCOUNT)
    recording.on("/17841406338772941/media", NOTHING)
    recording.on("/17841406338772941/tags", NOTHING)
    recording.on("/17841406338772941/stories", NOTHING)
    recording.on("/", lambda q: GONE)
    return recording


def test_recorded_media_are_paged_and_every_field_used_is_right(ear, instagram, recorded):
    first, second = (recorded(f"instagram/apidata_users_medias_p{n}.json") for n in (1, 2))
    first["paging"]["cursors"]["after"] = "two"
    second.pop("paging", None)
    instagram.on("/17841406338772941/media", lambda q: second if q.get("after") == "two" else first)
    instagram.on("/[0-9]+/comments", NOTHING)
    ear.pull()
    staged = {row["post_id"]: row for row in ear.staged}
    everything = first["data"] + second["data"]
    assert set(staged) == {one["id"] for one in everything}
    for one in everything:
        row = staged[one["id"]]
        assert (row["likes"], row["replies"]) == (one["like_count"], one["comments_count"])
        assert (row["views"], row["shares"]) == (None, None)
        assert row["format"] == ("video" if one["media_type"] == "VIDEO" else "image")
        assert row["created_at"] == datetime.fromisoformat(one["timestamp"])
        assert row["text"] == one.get("caption", "")
        assert row["is_brand"]
        assert row["followers"] == 300


def test_recorded_comments_and_answers_are_paged_and_lose_their_people(
    ear, instagram, recorded, home
):
    whole = recorded("instagram/models_ig_comment.json")
    pages = [recorded(f"instagram/apidata_medias_comments_p{n}.json") for n in (1, 2)]
    pages[0]["paging"]["cursors"]["after"] = "two"
    pages[1].pop("paging", None)
    pages[1]["data"] = [one for one in pages[1]["data"] if one["id"] != whole["id"]] + [whole]
    instagram.on("/17841406338772941/media", {"data": [medium("1", "Our news")]})
    instagram.on("/1/comments", lambda q: pages[1] if q.get("after") == "two" else pages[0])
    ear.pull()
    staged = {row["post_id"]: row for row in ear.staged}
    answer = whole["replies"]["data"][0]
    assert len(staged) == 1 + len(pages[0]["data"]) + len(pages[1]["data"]) + 1
    assert staged[whole["id"]]["in_reply_to"] == "1"
    assert staged[whole["id"]]["likes"] == 1
    assert staged[answer["id"]]["in_reply_to"] == whole["id"]
    assert staged[answer["id"]]["text"] == "@user Nice"
    assert whole["username"].encode() not in ear.written(home)


@pytest.mark.parametrize(
    ("insights", "views"),
    [
        ([{"name": "views", "values": [{"value": 90}]}], 90),
        ([{"name": "views", "values": []}], None),
        ([], None),
        ([{"name": "views", "total_value": {"value": 7}}], 7),
        ([{"name": "views", "values": [{"value": 0}]}], 0),
    ],
    ids=["a value", "empty", "none", "a total", "a true zero"],
)
def test_an_empty_insight_is_unknown_and_not_zero(ear, instagram, insights, views):
    shown = medium("1", "Our news", insights={"data": insights}, comments_count=0)
    instagram.on("/17841406338772941/media", {"data": [shown]})
    ear.pull()
    assert ear.staged[0]["views"] == views


def test_recorded_insights_are_kept_whole(ear, instagram, recorded):
    insights = recorded("instagram/apidata_medias_insights.json")
    instagram.on(
        "/17841406338772941/media",
        {"data": [medium("1", "Our news", insights=insights, comments_count=0)]},
    )
    ear.pull()
    payload = json.loads(ear.raw[0]["payload"])
    assert [one["name"] for one in payload["insights"]["data"]] == [
        one["name"] for one in insights["data"]
    ]
    assert payload["measured"] == {
        one["name"]: one["values"][0]["value"] for one in insights["data"]
    }


def test_an_account_without_insights_still_gives_its_media(ear, instagram):
    refusal = (
        400,
        {
            "error": {
                "message": "(#10) insights need another permission",
                "type": "OAuthException",
                "code": 10,
            }
        },
    )

    def answer(q):
        if "insights" in q["fields"]:
            return refusal
        return {"data": [medium("1", "Our news", comments_count=0)]}

    instagram.on("/17841406338772941/media", answer)
    assert ear.pull()["rows"] == 1


def test_two_nights_with_counts_deletions_and_tags(ear, instagram, home):
    instagram.on(
        "/17841406338772941/media", {"data": [medium("1", "Our news, with @ann_of_the_tests")]}
    )
    instagram.on(
        "/17841406338772941/tags",
        {"data": [medium("9", "hello @brand_account", "ann_of_the_tests")]},
    )
    instagram.on(
        "/1/comments",
        {"data": [comment("11", "how late?"), comment("12", "we are sorry", "brand_account")]},
    )
    ear.pull("2025-06-29")
    assert set(ear.current) == {
        "Our news, with @user",
        "hello @brand_account",
        "how late?",
        "we are sorry",
    }
    assert ear.current["we are sorry"]["is_brand"]
    assert not ear.current["hello @brand_account"]["is_brand"]

    instagram.on("/17841406338772941/media", {"data": [medium("1", "Our news", like_count=5)]})
    instagram.on("/17841406338772941/tags", NOTHING)
    instagram.on("/1/comments", {"data": [comment("12", "we are sorry", "brand_account")]})
    instagram.on("/11", GONE)
    instagram.on("/9", medium("9", "hello @brand_account", "ann_of_the_tests"))
    facts = ear.pull("2025-06-30")
    assert facts["deleted"] == 1
    assert set(ear.current) == {"Our news", "hello @brand_account", "we are sorry"}
    assert ear.current["Our news"]["likes"] == 5
    assert b"ann_of_the_tests" not in ear.written(home)


def test_a_story_lands_while_it_is_shown_and_its_end_is_no_deletion(ear, instagram):
    insights = {"data": [{"name": "views", "values": [{"value": 40}]}]}
    story = medium("5", "only today", media_product_type="STORY", insights=insights)
    instagram.on("/17841406338772941/stories", {"data": [story]})
    ear.pull("2025-06-29")
    instagram.on("/17841406338772941/stories", NOTHING)
    instagram.on("/5", GONE)
    instagram.on("/5/comments", GONE)
    assert ear.pull("2025-06-30")["deleted"] == 0
    shown = ear.current["only today"]
    assert (shown["format"], shown["views"], shown["is_brand"]) == ("story", 40, True)


def test_check_asks_once(ear, instagram):
    assert run.check("brand", 0) == "account found, 2 media, token accepted"
    assert len(instagram.asked) == 1
