"""Bluesky: the brand's posts, the threads under them, who mentions it, and what is said about its
terms.

Post ids (at:// addresses) name their authors, so they are sealed; followers are the brand's own,
read once a night.
"""

from collections.abc import Iterator
from typing import Any

from transforms.config.errors import BadInput
from transforms.extract.pulling.client import Refused
from transforms.extract.pulling.payload import People
from transforms.extract.pulling.visit import Item, Page, Visit
from transforms.ground.clock import instant

CONNECTION = (
    "login: the brand's handle, password: an app password (Settings, App passwords), host: its server; "
    "without one, public posts and threads are read, but neither mentions nor searches"
)
LANDING = "https://public.api.bsky.app"
HOME = "https://bsky.social"
IDS_HOLD_PEOPLE = True
PEOPLE = People(
    persons=("author", "by", "creator"),
    ids=("did",),
    names=("handle", "displayName", "avatar", "banner"),
    texts=("text", "alt", "title", "external.description", "tags"),
    kept=("name", "tag"),
)
PAGE, LOOKUP, DEPTH = 100, 25, 20


def pull(visit: Visit) -> Iterator[Page]:
    """The brand's posts, their threads, mentions, then counts of what is still young, then
    searches.
    """
    log_in(visit)
    handle = _handle(visit)
    followers = _followers(visit, handle)
    yield from visit.newest_first("posts", lambda token: _feed(visit, handle, token, followers))
    yield from visit.threads("threads", lambda uri: _thread(visit, uri))
    if visit.client.headers:
        yield from visit.newest_first("mentions", lambda token: _mentions(visit, token))
    yield from visit.each("refresh", visit.to_refresh(), LOOKUP, lambda uris: _look_up(visit, uris))
    for term in visit.source.terms:
        if visit.client.headers:
            yield from _search(visit, term)
        else:
            yield Page(
                "search",
                note=f"no search for terms without credentials in connection '{visit.client.connection}'",
            )
            return


def check(visit: Visit) -> str:
    """That the credentials, if any, log in and that the brand's account is there."""
    log_in(visit)
    profile = _get(visit, "app.bsky.actor.getProfile", actor=_handle(visit)).body
    how = "logged in" if visit.client.headers else "without credentials: no mentions, no searches"
    return f"account found, {profile.get('postsCount', '?')} posts, {how}"


def log_in(visit: Visit) -> None:
    held = visit.credentials
    if not held.login or not held.password:
        return
    visit.client.base_url = visit.source.instance or held.base_url or HOME
    answer = visit.client.post(
        "/xrpc/com.atproto.server.createSession",
        body={"identifier": held.login, "password": held.password},
    )
    visit.client.headers["authorization"] = f"Bearer {answer.body['accessJwt']}"


def _handle(visit: Visit) -> str:
    if not visit.source.handle:
        raise BadInput(
            "bluesky: sources.handle: is missing; give the brand's handle, such as brand.bsky.social"
        )
    return visit.source.handle.lstrip("@")


def _get(visit: Visit, method: str, **params: Any) -> Any:
    return visit.client.get(
        f"/xrpc/{method}", params={k: v for k, v in params.items() if v is not None}
    )


def _followers(visit: Visit, handle: str) -> int | None:
    return _get(visit, "app.bsky.actor.getProfile", actor=handle).body.get("followersCount")


def _feed(
    visit: Visit, handle: str, token: str | None, followers: int | None
) -> tuple[list[Item], str | None]:
    body = _get(visit, "app.bsky.feed.getAuthorFeed", actor=handle, limit=PAGE, cursor=token).body
    own = [entry["post"] for entry in body["feed"] if "reason" not in entry]
    return visit.read(lambda post: _item(post, "post", followers), own), body.get("cursor")


def _thread(visit: Visit, uri: str) -> list[Item]:
    try:
        body = _get(visit, "app.bsky.feed.getPostThread", uri=uri, depth=DEPTH, parentHeight=0).body
    except Refused as refusal:
        if refusal.status in (400, 404):  # gone: the look-up by id decides that
            return []
        raise
    return visit.read(lambda post: _item(post, "reply"), _below(body["thread"]))


def _below(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for reply in node.get("replies") or []:
        if "post" in reply:
            yield reply["post"]
            yield from _below(reply)


def _mentions(visit: Visit, token: str | None) -> tuple[list[Item], str | None]:
    body = _get(visit, "app.bsky.notification.listNotifications", limit=PAGE, cursor=token).body
    entries = [n for n in body["notifications"] if n["reason"] in ("mention", "reply", "quote")]
    posts = {
        p["uri"]: p for batch in _batches([n["uri"] for n in entries]) for p in _posts(visit, batch)
    }
    found = [n for n in entries if n["uri"] in posts]
    items = visit.read(lambda n: _item(posts[n["uri"]], "mention", listed=n["indexedAt"]), found)
    return items, body.get("cursor")


def _search(visit: Visit, term: str) -> Iterator[Page]:
    def ask(token: str | None) -> tuple[list[Item], str | None]:
        body = _get(
            visit, "app.bsky.feed.searchPosts", q=term, sort="latest", limit=PAGE, cursor=token
        ).body
        return visit.read(lambda post: _item(post, "search"), body["posts"]), body.get("cursor")

    try:
        yield from visit.newest_first(f"search {term}", ask)
    except Refused as refusal:
        yield Page("search", note=f"no search: {refusal}")


def _look_up(visit: Visit, uris: list[str]) -> list[Item]:
    """What the posts are now; one that is not there is asked for alone before it counts as deleted."""
    there = _posts(visit, uris)
    missing = set(uris) - {post["uri"] for post in there}
    gone = [_gone(uri) for uri in uris if uri in missing and _is_gone(visit, uri)]
    return visit.read(lambda post: _item(post, "refresh"), there) + gone


def _is_gone(visit: Visit, uri: str) -> bool:
    answer = visit.client.get(
        "/xrpc/app.bsky.feed.getPostThread",
        params={"uri": uri, "depth": 0, "parentHeight": 0},
        accept=(400, 404),
    )
    body = answer.body or {}
    return body.get("error") == "NotFound" or (body.get("thread") or {}).get("$type", "").endswith(
        "#notFoundPost"
    )


def _posts(visit: Visit, uris: list[str]) -> list[dict[str, Any]]:
    return _get(visit, "app.bsky.feed.getPosts", uris=uris).body["posts"] if uris else []


def _batches(uris: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(uris), LOOKUP):
        yield uris[start : start + LOOKUP]


def _item(
    post: dict[str, Any], kind: str, followers: int | None = None, listed: str | None = None
) -> Item:
    record, author = post["record"], post["author"]
    claimed, indexed = instant(record.get("createdAt")), instant(post.get("indexedAt"))
    payload = {
        name: value for name, value in post.items() if name != "viewer"
    }  # what the asking account did with it
    return Item(
        kind=kind,
        post_id=post["uri"],
        author_id=author["did"],
        handles=(author["handle"],),
        payload=payload,
        created_at=min(
            (at for at in (claimed, indexed) if at), default=None
        ),  # authors may claim any time
        listed_at=instant(listed) or indexed,
        followers=followers,
        replies=post.get("replyCount"),
        in_reply_to=((record.get("reply") or {}).get("parent") or {}).get("uri"),
    )


def _gone(uri: str) -> Item:
    return Item("gone", uri, None, None, None, deleted=True)
