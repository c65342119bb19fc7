"""YouTube, verified on recorded payloads, not on the live service."""

import json
from copy import deepcopy
from datetime import UTC, datetime, timedelta

import pytest

from transforms.config.errors import BadInput
from transforms.extract import run

CHANNEL = "UC_x5XG1OV2P6uZZ5FSM9Ttw"
V3 = "/youtube/v3"
YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
NOTHING = {"items": []}


def comment(number: str, text: str, author: str = "UCstranger_of_tests", **more) -> dict:
    snippet = {
        "authorDisplayName": "Ann of the Tests",
        "authorChannelId": {"value": author},
        "textOriginal": text,
        "authorChannelUrl": f"http://www.youtube.com/channel/{author}",
        "likeCount": 2,
        "publishedAt": YESTERDAY,
        "updatedAt": YESTERDAY,
        "videoId": "video1",
    }
    return {"kind": "youtube#comment", "id": number, "snippet": snippet | more}


def thread(top: dict, total: int = 0, answers: tuple = ()) -> dict:
    snippet = {"topLevelComment": top, "totalReplyCount": total, "videoId": "video1"}
    return {"id": top["id"], "snippet": snippet, "replies": {"comments": list(answers)}}


def video(number: str, title: str, channel: str = CHANNEL, **counts) -> dict:
    return {
        "kind": "youtube#video",
        "id": number,
        "statistics": counts or {"viewCount": "90", "likeCount": "4", "commentCount": "2"},
        "snippet": {
            "title": title,
            "description": "",
            "channelId": channel,
            "channelTitle": "Tests",
            "publishedAt": YESTERDAY,
        },
    }


@pytest.fixture
def youtube(ear, recording, recorded, monkeypatch):
    monkeypatch.setenv("CMR_YOUTUBE", json.dumps({"token": "made-up-key", "host": recording.url}))
    ear.listens_to(
        "{network: youtube, handle: '@googledevelopers', terms: [late flight]}",
        ["googledevelopers"],
    )
    channels = recorded("youtube/apidata_channel_info_single.json")
    channels["items"][0]["contentDetails"] = {"relatedPlaylists": {"uploads": "UUuploads"}}
    recording.on(f"{V3}/channels", channels)
    for name in ("playlistItems", "videos", "commentThreads", "comments", "search"):
        recording.on(f"{V3}/{name}", NOTHING)
    return recording


def shows(youtube, *videos: dict) -> None:
    youtube.on(
        f"{V3}/playlistItems", {"items": [{"contentDetails": {"videoId": v["id"]}} for v in videos]}
    )
    youtube.on(
        f"{V3}/videos", lambda q: {"items": [v for v in videos if v["id"] in q["id"].split(",")]}
    )


def test_recorded_videos_are_paged_and_every_field_used_is_right(ear, youtube, recorded):
    pages = [
        recorded(f"youtube/apidata_playlist_items_playlist_items_paged_{n}.json") for n in (1, 2)
    ]
    for page in pages:
        for entry in page["items"]:
            entry["contentDetails"] = {"videoId": entry["snippet"]["resourceId"]["videoId"]}
    pages[1].pop("nextPageToken", None)
    known = recorded("youtube/modeldata_videos_video_info.json")
    youtube.on(
        f"{V3}/playlistItems",
        lambda q: pages[1] if q.get("pageToken") == pages[0]["nextPageToken"] else pages[0],
    )
    youtube.on(
        f"{V3}/videos",
        lambda q: {"items": [deepcopy(known) | {"id": one} for one in q["id"].split(",")]},
    )
    ids = {entry["contentDetails"]["videoId"] for page in pages for entry in page["items"]}
    ear.pull()
    assert {row["post_id"] for row in ear.staged} == ids
    row = ear.staged[0]
    statistics, snippet = known["statistics"], known["snippet"]
    assert row["views"] == int(statistics["viewCount"])
    assert row["likes"] == int(statistics["likeCount"])
    assert row["replies"] == int(statistics["commentCount"])
    assert row["shares"] is None
    assert row["text"].startswith(snippet["title"])
    assert row["created_at"] == datetime.fromisoformat(snippet["publishedAt"])
    assert row["format"] == "video"
    assert {h.get("x-goog-api-key") for h in youtube.headers} == {"made-up-key"}
    assert not any("key" in query for _, query in youtube.asked)


def test_recorded_comments_lose_their_people(ear, youtube, recorded, home):
    threads = recorded("youtube/apidata_comment_threads_comment_threads_by_channel.json")
    with_answer = recorded("youtube/modeldata_comments_comment_thread_info.json")
    threads["items"].append(with_answer)
    youtube.on(f"{V3}/commentThreads", threads)
    ear.pull()
    staged = {row["post_id"]: row for row in ear.staged}
    top, answer = with_answer["snippet"]["topLevelComment"], with_answer["replies"]["comments"][0]
    assert len(staged) == 4
    assert staged[top["id"]]["in_reply_to"] == with_answer["snippet"]["videoId"]
    assert staged[top["id"]]["replies"] == 1
    assert staged[answer["id"]]["in_reply_to"] == top["id"]
    assert staged[top["id"]]["text"] == top["snippet"]["textOriginal"]
    for one in (*(t["snippet"]["topLevelComment"] for t in threads["items"]), answer):
        for raw in (
            one["snippet"]["authorDisplayName"],
            one["snippet"]["authorChannelId"]["value"],
        ):
            assert raw.encode() not in ear.written(home), raw


def test_answers_that_a_thread_does_not_show_are_asked_for_to_the_last_page(ear, youtube, recorded):
    pages = [
        recorded(f"youtube/apidata_comments_comments_by_parent_paged_{n}.json") for n in (1, 2)
    ]
    total = sum(len(page["items"]) for page in pages)
    pages[1].pop("nextPageToken", None)
    youtube.on(f"{V3}/commentThreads", {"items": [thread(comment("Ugtop", "a question"), total)]})
    youtube.on(
        f"{V3}/comments",
        lambda q: pages[1] if q.get("pageToken") else pages[0] if "parentId" in q else NOTHING,
    )
    assert ear.pull()["rows"] == 1 + total


def test_two_nights_with_edits_counts_deletions_and_search(ear, youtube):
    youtube.on(f"{V3}/search", {"items": [{"id": {"videoId": "video9"}}]})
    mine, theirs = (
        video("video1", "Our news"),
        video("video9", "A late flight", "UCother_channel_of_tests"),
    )
    youtube.on(f"{V3}/playlistItems", {"items": [{"contentDetails": {"videoId": "video1"}}]})
    youtube.on(
        f"{V3}/videos",
        lambda q: {"items": [v for v in (mine, theirs) if v["id"] in q["id"].split(",")]},
    )
    there = [comment("Ug1", "how late?"), comment("Ug2", "bye")]
    youtube.on(f"{V3}/commentThreads", {"items": [thread(one) for one in there]})
    ear.pull("2025-06-29")
    assert set(ear.current) == {"Our news", "A late flight", "how late?", "bye"}
    assert ear.current["Our news"]["is_brand"]
    assert not ear.current["A late flight"]["is_brand"]
    assert ear.current["Our news"]["followers"] == 1927873

    mine["statistics"]["likeCount"] = "5"
    edited = comment(
        "Ug1", "how very late?", updatedAt=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    )
    youtube.on(f"{V3}/commentThreads", NOTHING)
    youtube.on(f"{V3}/comments", {"items": [edited]})
    facts = ear.pull("2025-06-30")
    assert facts["deleted"] == 1
    assert set(ear.current) == {"Our news", "A late flight", "how very late?"}
    assert ear.current["Our news"]["likes"] == 5
    assert ear.current["how very late?"]["updated_at"] is not None
    assert ear.current["how very late?"]["in_reply_to"] == "video1"


def test_hidden_likes_are_null_and_not_zero(ear, youtube):
    shows(youtube, video("video1", "Our news", viewCount="3"))
    ear.pull()
    assert (ear.staged[0]["likes"], ear.staged[0]["replies"], ear.staged[0]["views"]) == (
        None,
        None,
        3,
    )


def test_a_spent_quota_is_said_and_what_came_is_kept(ear, youtube):
    shows(youtube, video("video1", "Our news"))
    quota = {
        "error": {
            "code": 403,
            "message": "exceeded",
            "errors": [{"reason": "quotaExceeded", "message": "exceeded"}],
        }
    }
    youtube.on(f"{V3}/commentThreads", (403, quota))
    facts = ear.pull()
    assert (facts["rows"], facts["status_of_source"]) == (1, "partial")
    assert "quotaExceeded" in facts["message"]


def test_a_bad_key_names_the_connection_and_the_cure(ear, youtube, recorded):
    youtube.on(f"{V3}/channels", (400, recorded("youtube/error_response.json")))
    with pytest.raises(
        BadInput, match=r"connection 'youtube'.*400: keyInvalid: Bad Request; .*renew"
    ):
        ear.pull()


def test_comments_that_are_switched_off_are_said(ear, youtube):
    off = {
        "error": {
            "code": 403,
            "message": "disabled",
            "errors": [{"reason": "commentsDisabled", "message": "disabled"}],
        }
    }
    youtube.on(f"{V3}/commentThreads", (403, off))
    assert "comments are switched off" in ear.pull()["message"]


def test_check_asks_once(ear, youtube):
    assert run.check("brand", 0) == "channel found, 5026 videos, key accepted"
    assert len(youtube.asked) == 1
