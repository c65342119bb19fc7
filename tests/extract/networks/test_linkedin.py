"""LinkedIn pages, on answers written from the documentation of the Community Management API, not
recorded from the service.
"""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

import pytest

from transforms.config.errors import BadInput
from transforms.extract import run

PAGE, SHARE = "urn:li:organization:2414183", "urn:li:share:6844785523593134080"
ACTIVITY = "urn:li:activity:6844785523593134081"
YESTERDAY = int((datetime.now(UTC) - timedelta(days=1)).timestamp() * 1000)
JANE = "urn:li:person:jAnE9"


def listed(*elements: dict, start: int = 0, count: int = 100, more: bool = False) -> dict:
    links = [{"rel": "next", "type": "application/json", "href": "/rest/next"}] if more else []
    return {"elements": list(elements), "paging": {"start": start, "count": count, "links": links}}


def post(urn: str, commentary: str, **more) -> dict:
    state = {"lifecycleState": "PUBLISHED", "visibility": "PUBLIC", "lastModifiedAt": YESTERDAY}
    return (
        {"id": urn, "author": PAGE, "commentary": commentary, "publishedAt": YESTERDAY}
        | state
        | more
    )


def comment(number: str, text: str, actor: str = JANE, **more) -> dict:
    urn = f"urn:li:comment:({ACTIVITY},{number})"
    when = {"created": {"actor": actor, "time": YESTERDAY}, "lastModified": {"time": YESTERDAY}}
    counts = {"likesSummary": {"totalLikes": 3}, "commentsSummary": {"aggregatedTotalComments": 0}}
    said = {"id": number, "commentUrn": urn, "object": ACTIVITY, "message": {"text": text}}
    return said | {"actor": actor} | when | counts | more


def naming(text: str, name: str) -> dict:
    """A comment's message that mentions somebody at the place where LinkedIn counts them."""
    start = len(text[: text.index(name)].encode("utf-16-le")) // 2
    person = {"person": {"person": JANE}}
    return {"text": text, "attributes": [{"start": start, "length": len(name), "value": person}]}


@pytest.fixture
def linkedin(ear, recording, monkeypatch):
    monkeypatch.setenv("CMR_LINKEDIN", json.dumps({"token": "made-up", "host": recording.url}))
    ear.listens_to("{network: linkedin, handle: '2414183'}", ["2414183"])
    recording.on("/networkSizes/.*", {"firstDegreeSize": 300})
    recording.on("/posts", listed())
    recording.on("/organizationalEntityShareStatistics", {"elements": []})
    recording.on("/socialActions/.*/comments", listed())
    return recording


def test_posts_comments_and_answers_are_paged_staged_and_lose_their_people(ear, linkedin, home):
    words = (
        r"Merci @[Jane Quillfeather](urn:li:person:jAnE9) et @[Devtestco](urn:li:organization:1) "
    )
    words += r"\(oui\) {hashtag|\#|fibre}"
    first = listed(post(SHARE, words, content={"media": {"id": "urn:li:image:C1"}}), more=True)
    draft = post("urn:li:share:6844785523593134082", "not yet", lifecycleState="DRAFT")
    second = listed(post("urn:li:ugcPost:684478552359", "A film"), draft, start=100)
    linkedin.on("/posts", lambda q: second if q.get("start") == "100" else first)
    counts = {"likeCount": 4, "commentCount": 2, "shareCount": 3, "impressionCount": 90}
    measured = {"elements": [{"share": SHARE, "totalShareStatistics": counts}]}
    linkedin.on("/organizationalEntityShareStatistics", measured)
    answered = {"commentsSummary": {"aggregatedTotalComments": 1}}
    late = comment(
        "5", "", message=naming("😀 Jane Quillfeather, how late?", "Jane Quillfeather"), **answered
    )
    sorry = comment("6", "sorry", PAGE, parentComment=late["commentUrn"])

    linkedin.answers = {
        r".*comment%3A.*/comments": lambda q: listed(sorry),
        f"/socialActions/{SHARE.replace(':', '%3A')}/comments": lambda q: listed(late),
    } | linkedin.answers
    ear.pull("2025-06-29")
    shown = ear.current["Merci @user et Devtestco (oui) #fibre"]
    assert (shown["likes"], shown["replies"], shown["shares"], shown["views"]) == (4, 2, 3, 90)
    assert (shown["format"], shown["followers"], shown["is_brand"]) == ("image", 300, True)
    assert "not yet" not in ear.current
    asked = ear.current["😀 @user, how late?"]
    assert (asked["in_reply_to"], asked["likes"], asked["replies"]) == (SHARE, 3, 1)
    assert ear.current["sorry"]["in_reply_to"] == asked["post_id"]
    assert ear.current["sorry"]["is_brand"]
    written = ear.written(home)
    for raw in (b"jAnE9", b"Quillfeather", b"made-up"):
        assert raw not in written
    assert {h.get("authorization") for h in linkedin.headers} == {"Bearer made-up"}
    assert {h.get("linkedin-version") for h in linkedin.headers} == {"202606"}

    linkedin.answers[f"/socialActions/{SHARE.replace(':', '%3A')}/comments"] = lambda q: listed()
    linkedin.on(".*/comments/6", sorry)
    assert ear.pull("2025-06-30")["deleted"] == 1
    assert set(ear.current) == {"Merci @user et Devtestco (oui) #fibre", "A film", "sorry"}


def test_posts_that_left_the_list_are_asked_for_together_then_alone(ear, linkedin):
    other = "urn:li:share:6844785523593134090"
    linkedin.on("/posts", listed(post(SHARE, "Our news"), post(other, "Withdrawn")))
    ear.pull("2025-06-29")

    def answer(q: dict) -> dict:
        return {"results": {SHARE: post(SHARE, "Our good news")}} if "ids" in q else listed()

    linkedin.on("/posts", answer)
    assert ear.pull("2025-06-30")["deleted"] == 1
    assert set(ear.current) == {"Our good news"}
    [asked] = [
        query["ids"] for path, query in linkedin.asked if path == "/posts" and "ids" in query
    ]
    assert sorted(unquote(asked).removeprefix("List(").rstrip(")").split(",")) == [SHARE, other]


def test_a_page_is_found_by_its_name(ear, linkedin):
    ear.listens_to("{network: linkedin, handle: brand}", ["brand"])
    linkedin.on(
        "/organizations",
        lambda q: {"elements": [{"id": 2414183}] if q["vanityName"] == "brand" else []},
    )
    assert run.check("brand", 0) == "page found, 300 followers, token accepted"
    ear.listens_to("{network: linkedin, handle: another}", ["brand"])
    with pytest.raises(BadInput, match=r"connection 'linkedin': linkedin knows no page 'another'"):
        run.check("brand", 0)


def test_the_days_limit_is_said_and_what_came_is_kept(ear, linkedin):
    linkedin.on("/posts", listed(post(SHARE, "Our news")))
    words = "Resource level throttle APPLICATION DAY limit for calls to this resource is reached."
    limit = {"status": 429, "serviceErrorCode": 101, "code": "TOO_MANY_REQUESTS", "message": words}
    linkedin.on("/socialActions/.*", (429, limit))
    linkedin.answers.pop("/socialActions/.*/comments")
    facts = ear.pull()
    assert (facts["rows"], facts["status_of_source"]) == (1, "partial")
    assert "DAY limit" in facts["message"]


REFUSALS = {
    "a revoked token": (401, "The token used in the request has been revoked by the user", "renew"),
    "no right": (403, "Not enough permissions to access: organizationPosts.FINDER-author", "grant"),
    "a retired version": (426, "Requested version 20240101 is not active", "not active"),
}


@pytest.mark.parametrize(("status", "message", "cure"), REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_names_the_connection_and_the_cure(ear, linkedin, status, message, cure):
    linkedin.on("/posts", (status, {"status": status, "message": message}))
    with pytest.raises(BadInput, match=rf"connection 'linkedin'.*{status}: .*{cure}"):
        ear.pull()


def test_without_the_right_to_statistics_counts_are_unknown(ear, linkedin):
    linkedin.on("/posts", listed(post(SHARE, "Our news")))
    linkedin.on("/organizationalEntityShareStatistics", (403, {"message": "no", "status": 403}))
    assert ear.pull()["rows"] == 1
    assert (ear.staged[0]["likes"], ear.staged[0]["views"]) == (None, None)
