"""TikTok business accounts, on answers written from the documentation of TikTok's API for Business,
not recorded from the service.
"""

import json
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from transforms.config.errors import BadInput, StepFailed
from transforms.extract import pull, run
from transforms.extract.pulling import client

YESTERDAY = str(int((datetime.now(UTC) - timedelta(days=1)).timestamp()))
ACCOUNT = {"username": "brand", "display_name": "Brand", "followers_count": 300}


def well(**data) -> dict:
    return {"code": 0, "message": "OK", "request_id": "2025", "data": data}


def ill(code: int, message: str) -> dict:
    return {"code": code, "message": message, "request_id": "2025", "data": {}}


def video(number: str, caption: str, **more) -> dict:
    counts = {"video_views": 900, "likes": 4, "comments": 2, "shares": 3}
    return {"item_id": number, "caption": caption, "create_time": YESTERDAY} | counts | more


def comment(number: str, text: str, who: str = "jane_q", **more) -> dict:
    person = {
        "username": who,
        "display_name": "Jane Quillfeather",
        "profile_image": "https://p/x.jpg",
    }
    said = {"comment_id": number, "video_id": "71", "text": text, "create_time": YESTERDAY}
    counts = {"likes": 1, "replies": 0, "owner": False, "status": "PUBLIC"}
    return said | person | counts | {"unique_identifier": f"id-{who}"} | more


@pytest.fixture
def tiktok(ear, recording, monkeypatch):
    monkeypatch.setenv("CMR_TIKTOK", json.dumps({"token": "made-up", "host": recording.url}))
    monkeypatch.setattr(pull, "Client", partial(client.Client, sleep=lambda _: None))
    ear.listens_to("{network: tiktok, handle: _000abc}", ["brand"])
    recording.on("/business/get/", well(**ACCOUNT))
    recording.on("/business/video/list/", well(videos=[], has_more=False))
    recording.on("/business/comment/(reply/)?list/", well(comments=[], has_more=False))
    return recording


def test_videos_comments_and_answers_are_paged_staged_and_lose_their_people(ear, tiktok, home):
    second = well(videos=[video("72", "Second", comments=0)], has_more=False)
    first = well(videos=[video("71", "Our #fibre")], has_more=True, cursor=1686567093000)

    def videos(q: dict) -> dict:
        if "filters" in q:
            return well(videos=[video(n, n) for n in json.loads(q["filters"])["video_ids"]])
        return second if q.get("cursor") == "1686567093000" else first

    tiktok.on("/business/video/list/", videos)
    comments = [
        comment("5", "how late, Jane Quillfeather?", replies=1),
        comment("6", "ok", owner=True),
    ]
    tiktok.on("/business/comment/list/", lambda q: well(comments=comments, has_more=False))
    answer = comment("7", "very", "berthe", parent_comment_id="5")
    tiktok.on("/business/comment/reply/list/", well(comments=[answer], has_more=False))
    tiktok.answers = dict(reversed(tiktok.answers.items()))  # the narrower paths first
    ear.pull("2025-06-29")
    shown = ear.current["Our #fibre"]
    assert (shown["likes"], shown["replies"], shown["shares"], shown["views"]) == (4, 2, 3, 900)
    assert (shown["format"], shown["followers"], shown["is_brand"]) == ("video", 300, True)
    asked = ear.current["how late, @user?"]
    assert (asked["post_id"], asked["in_reply_to"], asked["is_brand"]) == ("71_5", "71", False)
    assert ear.current["very"]["in_reply_to"] == "71_5"
    assert ear.current["ok"]["is_brand"]
    assert tiktok.times("/business/comment/list/") == 1  # nothing under a video without comments
    written = ear.written(home)
    for raw in (b"jane_q", b"Quillfeather", b"berthe", b"made-up"):
        assert raw not in written
    assert {h.get("access-token") for h in tiktok.headers} == {"made-up"}

    comments.pop(0)
    tiktok.on(
        "/business/comment/list/", lambda q: well(comments=[] if "comment_ids" in q else comments)
    )
    facts = ear.pull("2025-06-30")
    assert (facts["deleted"], set(ear.current)) == (2, {"Our #fibre", "Second", "ok"})


CODES = {
    "a revoked token": (
        40105,
        "Access token is incorrect or has been revoked.",
        BadInput,
        "40[13]: .*renew",
    ),
    "no right": (40001, "No permission to operate.", BadInput, "403: No permission.*grant"),
    "a wrong parameter": (40002, "business_id: Invalid.", BadInput, "400: business_id.*check"),
    "too many, for ever": (40100, "Requests made too frequently.", StepFailed, "429 .*5 times"),
    "unwell, for ever": (50000, "System error.", StepFailed, "503 .*5 times"),
}


@pytest.mark.parametrize(("code", "message", "error", "said"), CODES.values(), ids=CODES)
def test_what_a_code_means_is_said_though_its_status_is_200(
    ear, tiktok, code, message, error, said
):
    tiktok.on("/business/get/", ill(code, message))
    with pytest.raises(error, match=rf"connection 'tiktok'.*{said}"):
        run.check("brand", 0)


def test_too_many_requests_for_a_moment_are_waited_out(ear, tiktok):
    answers = [ill(40100, "Requests made too frequently.")] * 2 + [well(**ACCOUNT)]
    tiktok.on("/business/get/", lambda _: answers.pop(0))
    assert run.check("brand", 0) == "account found, 300 followers, token accepted"
