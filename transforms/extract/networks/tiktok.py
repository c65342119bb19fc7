"""TikTok business accounts: the account's videos, the comments under them and their answers.

The interface answers 200 to everything and says in `code` what it means. A comment is known by its
video's number and its own, because only both together can be asked for again.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from itertools import groupby
from typing import Any

from transforms.config.errors import BadInput
from transforms.extract.pulling.client import Language
from transforms.extract.pulling.payload import People
from transforms.extract.pulling.visit import Item, Page, Visit, every_page, token_of

CONNECTION = (
    "token: an access token of the TikTok API for Business with the account's and the comments' rights; it lives a "
    "day, so renew it in the connection"
)
LANDING = "https://business-api.tiktok.com/open_api/v1.3"
PEOPLE = People(
    ids=("unique_identifier",),
    names=("username", "display_name", "profile_image", "user_id", "share_url"),
    texts=("text", "caption"),
)
VIDEO = ["item_id", "create_time", "caption", "share_url", "video_views", "likes", "comments"]
VIDEO += ["shares", "reach", "video_duration"]
ACCOUNT = ["username", "display_name", "followers_count"]
VIDEOS, COMMENTS = 20, 30
OURS = ("liked", "pinned", "reply_list")
TOO_MANY, REVOKED, NO_RIGHT = (40100,), range(40101, 40120), (40001,)


def pull(visit: Visit) -> Iterator[Page]:
    """The account's videos, their comments, then what is still young."""
    account = _log_in(visit)
    yield from visit.newest_first("posts", partial(_videos, visit, account))
    yield from visit.threads("threads", partial(_comments, visit, account))
    yield from visit.each(
        "refresh", visit.to_refresh("post"), VIDEOS, partial(_look_up, visit, account)
    )
    again = partial(_look_up_comments, visit, account)
    yield from visit.each("refresh comments", visit.to_refresh("reply"), COMMENTS, again)
    if visit.source.terms:
        yield Page("search", note="terms are not searched: TikTok lets a business search nothing")


def check(visit: Visit) -> str:
    """That the token is accepted and the account is there."""
    account = _log_in(visit)
    return f"account found, {account.get('followers_count', '?')} followers, token accepted"


def _log_in(visit: Visit) -> dict[str, Any]:
    """The account that the source names."""
    if not visit.source.handle:
        raise BadInput("tiktok: sources.handle: is missing; give the account's business_id")
    visit.client.headers["access-token"] = token_of(visit, CONNECTION)
    visit.client.language = Language(status=_status)
    return _get(visit, "/business/get/", fields=ACCOUNT)


def _status(status: int, body: Any) -> int:
    """The HTTP status that an answer's own code means."""
    code = body.get("code") if isinstance(body, dict) else None
    if status != 200 or not isinstance(code, int) or code == 0:
        return status
    if code in TOO_MANY:
        return 429
    if code >= 50_000:
        return 503
    return 401 if code in REVOKED else 403 if code in NO_RIGHT else 400


def _get(visit: Visit, path: str, **asked: Any) -> dict[str, Any]:
    params = {"business_id": visit.source.handle} | {
        name: json.dumps(value) if isinstance(value, list | dict) else value
        for name, value in asked.items()
        if value is not None
    }
    return visit.client.get(path, params=params).body["data"]


def _next(data: dict[str, Any]) -> str | None:
    return str(data["cursor"]) if data.get("has_more") and data.get("cursor") is not None else None


def _videos(
    visit: Visit, account: dict[str, Any], token: str | None
) -> tuple[list[Item], str | None]:
    data = _get(visit, "/business/video/list/", fields=VIDEO, max_count=VIDEOS, cursor=token)
    return visit.read(partial(_video, visit, account, "post"), data["videos"]), _next(data)


def _comments(visit: Visit, account: dict[str, Any], video: str) -> list[Item]:
    """Every public comment under a video, and every answer to them."""
    ordered = {"sort_field": "create_time", "sort_order": "desc", "max_count": COMMENTS}
    make = partial(_comment, visit, account)

    def ask(path: str, token: str | None, **under: Any) -> tuple[list[Item], str | None]:
        data = _get(visit, path, video_id=video, status="PUBLIC", cursor=token, **ordered, **under)
        return visit.read(make, data["comments"]), _next(data)

    def with_answers(token: str | None) -> tuple[list[Item], str | None]:
        items, following = ask("/business/comment/list/", token)
        for one in tuple(items):
            if one.replies:
                under = {"comment_id": one.post_id.partition("_")[2]}
                items += every_page(partial(ask, "/business/comment/reply/list/", **under))
        return items, following

    return visit.whole_thread(with_answers)


def _look_up(visit: Visit, account: dict[str, Any], ids: list[str]) -> list[Item]:
    def ask(missing: list[str]) -> list[dict[str, Any]]:
        asked = {"filters": {"video_ids": missing}, "max_count": VIDEOS}
        return _get(visit, "/business/video/list/", fields=VIDEO, **asked)["videos"]

    return _those_still_there(ids, ask, partial(_video, visit, account, "refresh"), visit)


def _look_up_comments(visit: Visit, account: dict[str, Any], ids: list[str]) -> list[Item]:
    items: list[Item] = []
    for video, those in groupby(sorted(ids), lambda one: one.partition("_")[0]):

        def ask(missing: list[str], video: str = video) -> list[dict[str, Any]]:
            numbers = [one.partition("_")[2] for one in missing]
            asked = {"video_id": video, "comment_ids": numbers, "max_count": COMMENTS}
            return _get(visit, "/business/comment/list/", **asked)["comments"]

        items += _those_still_there(list(those), ask, partial(_comment, visit, account), visit)
    return items


def _those_still_there(ids: list[str], ask: Any, make: Any, visit: Visit) -> list[Item]:
    """What the posts are now; one that two look-ups do not show is gone."""
    found: dict[str, Item] = {}
    for _ in range(2):
        missing = [one for one in ids if one not in found]
        if missing:
            found |= {one.post_id: one for one in visit.read(make, ask(missing))}
    gone = [Item("gone", one, None, None, None, deleted=True) for one in ids if one not in found]
    return [found[one] for one in ids if one in found] + gone


def _video(visit: Visit, account: dict[str, Any], kind: str, video: dict[str, Any]) -> Item:
    return Item(
        kind=kind,
        post_id=video["item_id"],
        author_id=visit.source.handle,
        handles=(account["username"],),
        payload=video,
        created_at=_instant(video),
        followers=account.get("followers_count"),
        replies=video.get("comments"),
    )


def _comment(visit: Visit, account: dict[str, Any], comment: dict[str, Any]) -> Item:
    video, above = comment["video_id"], comment.get("parent_comment_id")
    own = bool(comment.get("owner"))
    author = visit.source.handle if own else comment.get("unique_identifier")
    return Item(
        kind="reply",
        post_id=f"{video}_{comment['comment_id']}",
        author_id=author,
        handles=(account["username"],) if own else (),
        names=tuple(n for n in (comment.get("username"), comment.get("display_name")) if n),
        payload={name: value for name, value in comment.items() if name not in OURS},
        created_at=_instant(comment),
        replies=comment.get("replies"),
        in_reply_to=f"{video}_{above}" if above else video,
    )


def _instant(entry: dict[str, Any]) -> datetime:
    return datetime.fromtimestamp(int(entry["create_time"]), UTC)
