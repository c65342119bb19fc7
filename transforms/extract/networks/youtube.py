"""YouTube (Data API v3): the channel's videos, every comment and answer under them, and videos
about its terms.

A search costs the network's quota a hundred times what a list costs, so searches come last. When
the day's quota is spent, the rest comes the next night.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from transforms.config.errors import BadInput
from transforms.extract.pulling.client import Answer, Refused
from transforms.extract.pulling.payload import People
from transforms.extract.pulling.visit import Item, Page, Visit, token_of
from transforms.ground.clock import instant

CONNECTION = (
    "token: an API key with the YouTube Data API v3 switched on (Google Cloud console, Credentials)"
)
LANDING = "https://www.googleapis.com"
PEOPLE = People(
    ids=("authorChannelId.value", "channelId"),
    names=("authorDisplayName", "authorProfileImageUrl", "authorChannelUrl", "channelTitle"),
    texts=("textDisplay", "textOriginal", "title", "description", "tags"),
)
PAGE, LOOKUP, COMMENTS = 50, 50, 100
VIDEO = "snippet,statistics,contentDetails"
VOLATILE = ("etag", "player")


def pull(visit: Visit) -> Iterator[Page]:
    """The channel's videos, comments, their answers, then counts of what is still young, then
    searches.
    """
    _log_in(visit)
    channel = _channel(visit)
    uploads = channel["contentDetails"]["relatedPlaylists"]["uploads"]
    yield from visit.newest_first("posts", partial(_videos, visit, channel, uploads))
    yield from _if_open(visit.newest_first("comments", partial(_comments, visit, channel)))
    yield from visit.each("refresh", visit.to_refresh(), LOOKUP, partial(_look_up, visit, channel))
    for term in visit.source.terms:
        yield from visit.newest_first(f"search {term}", partial(_search, visit, channel, term))


def check(visit: Visit) -> str:
    """That the key is accepted and the channel is there."""
    _log_in(visit)
    return f"channel found, {_channel(visit)['statistics'].get('videoCount', '?')} videos, key accepted"


def _log_in(visit: Visit) -> None:
    visit.client.headers["x-goog-api-key"] = token_of(visit, CONNECTION)
    visit.client.is_spent = _quota_spent


def _quota_spent(answer: Answer) -> bool:
    error = answer.body.get("error") if isinstance(answer.body, dict) else None
    reasons = [one.get("reason") for one in (error or {}).get("errors", [])]
    return answer.status == 403 and bool({"quotaExceeded", "dailyLimitExceeded"} & set(reasons))


def _get(visit: Visit, what: str, **asked: Any) -> dict[str, Any]:
    return visit.client.get(
        f"/youtube/v3/{what}", params={k: v for k, v in asked.items() if v is not None}
    ).body


def _channel(visit: Visit) -> dict[str, Any]:
    handle = visit.source.handle
    if not handle:
        raise BadInput(
            "youtube: sources.handle: is missing; give the channel's @handle or its id, UC…"
        )
    by = {"id": handle} if handle.startswith("UC") else {"forHandle": handle}
    found = _get(visit, "channels", part="snippet,contentDetails,statistics", **by).get("items")
    if not found:
        raise BadInput(
            f"connection '{visit.client.connection}': youtube knows no channel '{handle}'; check sources.handle"
        )
    return found[0]


def _if_open(pages: Iterator[Page]) -> Iterator[Page]:
    try:
        yield from pages
    except Refused as refusal:
        if "commentsDisabled" not in str(refusal):
            raise
        yield Page("comments", note="comments are switched off")


def _videos(
    visit: Visit, channel: dict, uploads: str, token: str | None
) -> tuple[list[Item], str | None]:
    body = _get(
        visit,
        "playlistItems",
        part="contentDetails",
        playlistId=uploads,
        maxResults=PAGE,
        pageToken=token,
    )
    ids = [entry["contentDetails"]["videoId"] for entry in body["items"]]
    return _watch(visit, channel, ids, "post"), body.get("nextPageToken")


def _search(
    visit: Visit, channel: dict, term: str, token: str | None
) -> tuple[list[Item], str | None]:
    body = _get(
        visit,
        "search",
        part="id",
        q=term,
        type="video",
        order="date",
        maxResults=PAGE,
        pageToken=token,
    )
    ids = [entry["id"]["videoId"] for entry in body["items"]]
    return _watch(visit, channel, ids, "search"), body.get("nextPageToken")


def _watch(visit: Visit, channel: dict, ids: list[str], kind: str) -> list[Item]:
    if not ids:
        return []
    found = {
        v["id"]: v
        for v in _get(visit, "videos", part=VIDEO, id=",".join(ids), maxResults=PAGE)["items"]
    }
    return visit.read(
        lambda one: _video(visit, channel, one, kind), [found[one] for one in ids if one in found]
    )


def _comments(visit: Visit, channel: dict, token: str | None) -> tuple[list[Item], str | None]:
    body = _get(
        visit,
        "commentThreads",
        part="snippet,replies",
        allThreadsRelatedToChannelId=channel["id"],
        order="time",
        maxResults=COMMENTS,
        textFormat="plainText",
        pageToken=token,
    )
    pairs = [pair for thread in body["items"] for pair in _thread(visit, thread)]
    return visit.read(
        lambda pair: _comment(visit, channel, pair[0], "reply", pair[1]), pairs
    ), body.get("nextPageToken")


def _thread(visit: Visit, thread: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str | None]]:
    """A comment and its answers, each with what it answers; a thread shows a few answers, the
    others are asked for.
    """
    total = thread["snippet"]["totalReplyCount"]
    top = thread["snippet"]["topLevelComment"] | {"totalReplyCount": total}
    answers = thread.get("replies", {}).get("comments", [])
    yield top, thread["snippet"].get("videoId")
    if len(answers) < total:
        answers = list(_answers(visit, thread["id"]))
    for answer in answers:
        yield answer, answer["snippet"].get("parentId") or thread["id"]


def _answers(visit: Visit, parent: str) -> Iterator[dict[str, Any]]:
    token, asked = None, set[str | None]()
    while token not in asked:
        asked.add(token)
        body = _get(
            visit,
            "comments",
            part="snippet",
            parentId=parent,
            maxResults=COMMENTS,
            textFormat="plainText",
            pageToken=token,
        )
        yield from body["items"]
        token = body.get("nextPageToken")
        if not token:
            return


def _look_up(visit: Visit, channel: dict, ids: list[str]) -> list[Item]:
    """What videos and comments are now; what two look-ups by id do not show is gone, or is no
    longer public.
    """
    found: dict[str, dict[str, Any]] = {}
    for _ in range(2):
        videos = [one for one in ids if one not in found and not one.startswith("Ug")]
        comments = [one for one in ids if one not in found and one.startswith("Ug")]
        if videos:
            there = _get(visit, "videos", part=VIDEO, id=",".join(videos), maxResults=PAGE)["items"]
            found |= {one["id"]: one for one in there}
        if comments:
            there = _get(
                visit, "comments", part="snippet", id=",".join(comments), textFormat="plainText"
            )["items"]
            found |= {one["id"]: one for one in there}
    gone = [Item("gone", one, None, None, None, deleted=True) for one in ids if one not in found]
    return (
        visit.read(
            lambda one: _again(visit, channel, one), [found[one] for one in ids if one in found]
        )
        + gone
    )


def _again(visit: Visit, channel: dict, one: dict[str, Any]) -> Item:
    if not one["id"].startswith("Ug"):
        return _video(visit, channel, one, "refresh")
    return _comment(
        visit,
        channel,
        one,
        "refresh",
        one["snippet"].get("parentId") or one["snippet"].get("videoId"),
    )


def _video(visit: Visit, channel: dict, video: dict[str, Any], kind: str) -> Item:
    own = video["snippet"]["channelId"] == channel["id"]
    count = video.get("statistics", {}).get("commentCount")
    return Item(
        kind=kind,
        post_id=video["id"],
        author_id=video["snippet"]["channelId"],
        handles=_handles(visit, own),
        payload={name: value for name, value in video.items() if name not in VOLATILE},
        created_at=instant(video["snippet"]["publishedAt"]),
        followers=_subscribers(channel) if own else None,
        replies=int(count) if count is not None else None,
    )


def _comment(
    visit: Visit, channel: dict, comment: dict[str, Any], kind: str, above: str | None
) -> Item:
    said = comment["snippet"]
    author = said.get("authorChannelId", {}).get("value")
    own = author == channel["id"]
    payload = {name: value for name, value in comment.items() if name not in VOLATILE}
    payload["snippet"] = {name: value for name, value in said.items() if name != "viewerRating"}
    return Item(
        kind=kind,
        post_id=comment["id"],
        author_id=author,
        handles=_handles(visit, own),
        payload=payload,
        created_at=instant(said["publishedAt"]),
        followers=_subscribers(channel) if own else None,
        in_reply_to=above,
    )


def _handles(visit: Visit, own: bool) -> tuple[str, ...]:
    return (visit.source.handle,) if own and visit.source.handle else ()


def _subscribers(channel: dict[str, Any]) -> int | None:
    statistics = channel.get("statistics", {})
    count = statistics.get("subscriberCount")
    return None if count is None or statistics.get("hiddenSubscriberCount") else int(count)
