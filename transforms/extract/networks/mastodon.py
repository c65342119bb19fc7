"""Mastodon: the brand's posts, the threads under them, who mentions it, and the hashtags of its
terms.

Only what is public is kept: a post for followers, or a direct message to the brand, is not the
marts' business. People are named `user@server` in pseudonyms, because a server's own numbers mean
another person elsewhere.
"""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

from transforms.config.errors import BadInput
from transforms.extract.pulling.client import Answer
from transforms.extract.pulling.payload import People
from transforms.extract.pulling.visit import Item, Page, Visit
from transforms.ground.clock import instant

CONNECTION = (
    "token: an access token of the brand's account with the right read (Preferences, Development); without one, public "
    "posts and threads are read, but no mentions"
)
LANDING = ""
PEOPLE = People(
    persons=("account", "mentions", "authors", "sign_up"),
    ids=("in_reply_to_account_id",),
    names=("uri", "url", "remote_url"),
    texts=("text", "spoiler_text", "description", "title", "options.title"),
    html=("content", "note"),
    kept=("tags.name", "tags.url", "card.url", "application.name", "media_attachments.url", "name"),
)
PAGE, LOOKUP = 40, 20
PUBLIC = ("public", "unlisted")
OURS = (
    "favourited",
    "reblogged",
    "muted",
    "bookmarked",
    "pinned",
    "filtered",
)  # what the asking account did with it
VOLATILE = ("followers_count", "following_count", "statuses_count", "last_status_at")


def pull(visit: Visit) -> Iterator[Page]:
    """The brand's posts, their threads, mentions, then counts of what is still young, then
    hashtags.
    """
    _log_in(visit)
    if visit.source.handle or not visit.source.terms:
        account = _account(visit)
        path = f"/api/v1/accounts/{account['id']}/statuses"
        yield from visit.newest_first(
            "posts", lambda token: _list(visit, path, token, "post", exclude_reblogs="true")
        )
        yield from visit.threads("threads", lambda post_id: _thread(visit, post_id))
    if visit.client.headers:
        yield from visit.newest_first("mentions", lambda token: _mentions(visit, token))
    yield from visit.each("refresh", visit.to_refresh(), LOOKUP, lambda ids: _look_up(visit, ids))
    for term in visit.source.terms:
        tag = term.lstrip("#")
        if re.fullmatch(r"\w+", tag):
            yield from visit.newest_first(f"tag {tag}", partial(_tagged, visit, tag))
        else:
            yield Page(
                "tags",
                note=f"'{term}' cannot be searched: Mastodon searches hashtags, which are one word",
            )


def check(visit: Visit) -> str:
    """That the brand's account is there and that the token, if any, is accepted."""
    _log_in(visit)
    if visit.source.terms and not visit.source.handle:
        visit.client.get("/api/v2/instance", accept=(404,))
        return f"{_host(visit)} answers; only the hashtags {', '.join(visit.source.terms)} are followed"
    account = _account(visit)
    how = "without a token: no mentions"
    if visit.client.headers:
        visit.client.get("/api/v1/accounts/verify_credentials")
        how = "token accepted"
    return f"account found, {account.get('statuses_count', '?')} posts, {how}"


def _log_in(visit: Visit) -> None:
    server = visit.source.instance or visit.credentials.base_url or _handle(visit).partition("@")[2]
    if not server:
        raise BadInput(
            "mastodon: sources.instance: is missing; give the server, such as social.example"
        )
    visit.client.base_url = server if "://" in server else f"https://{server}"
    token = visit.credentials.token or visit.credentials.password
    if token:
        visit.client.headers["authorization"] = f"Bearer {token}"


def _handle(visit: Visit) -> str:
    if not visit.source.handle:
        raise BadInput(
            "mastodon: sources.handle: is missing; give the brand's handle, such as brand@social.example"
        )
    return visit.source.handle.lstrip("@")


def _account(visit: Visit) -> dict[str, Any]:
    name, _, server = _handle(visit).partition("@")
    local = not server or server == _host(visit)
    return visit.client.get(
        "/api/v1/accounts/lookup", params={"acct": name if local else f"{name}@{server}"}
    ).body


def _host(visit: Visit) -> str:
    return urlsplit(visit.client.base_url).hostname or ""


def _tagged(visit: Visit, tag: str, token: str | None) -> tuple[list[Item], str | None]:
    return _list(visit, f"/api/v1/timelines/tag/{tag}", token, "search")


def _list(
    visit: Visit, path: str, token: str | None, kind: str, **params: str
) -> tuple[list[Item], str | None]:
    asked = params | {"limit": str(PAGE)} | ({"max_id": token} if token else {})
    answer = visit.client.get(path, params=asked)
    public = [one for one in answer.body if _is_public(one)]
    return visit.read(lambda one: _item(visit, one, kind), public), _next(answer)


def _next(answer: Answer) -> str | None:
    """The token of the next page, from the Link header."""
    for link in answer.headers.get("link", "").split(","):
        if 'rel="next"' in link and "<" in link:
            query = parse_qs(urlsplit(link[link.index("<") + 1 : link.index(">")]).query)
            return query.get("max_id", [None])[0]
    return None


def _thread(visit: Visit, post_id: str) -> list[Item]:
    answer = visit.client.get(f"/api/v1/statuses/{post_id}/context", accept=(404, 410))
    below = (
        answer.body.get("descendants", []) if answer.status == 200 else []
    )  # gone: the look-up by id decides that
    return visit.read(
        lambda one: _item(visit, one, "reply"), [one for one in below if _is_public(one)]
    )


def _mentions(visit: Visit, token: str | None) -> tuple[list[Item], str | None]:
    asked = {"types[]": "mention", "limit": str(PAGE)} | ({"max_id": token} if token else {})
    answer = visit.client.get("/api/v1/notifications", params=asked)
    found = [n for n in answer.body if n.get("status") and _is_public(n["status"])]
    return visit.read(
        lambda n: _item(visit, n["status"], "mention", n["created_at"]), found
    ), _next(answer)


def _look_up(visit: Visit, ids: list[str]) -> list[Item]:
    """What the posts are now; one that is missing is asked for alone before it counts as deleted."""
    answer = visit.client.get(
        "/api/v1/statuses", params=[("id[]", one) for one in ids], accept=(404, 405)
    )
    together = (
        answer.body if answer.status == 200 and isinstance(answer.body, list) else []
    )  # servers before 4.3 cannot
    found = {one["id"]: one for one in together}
    items: list[Item] = []
    for post_id in ids:
        if post_id not in found:
            alone = visit.client.get(f"/api/v1/statuses/{post_id}", accept=(404, 410))
            if alone.status != 200:
                items.append(Item("gone", post_id, None, None, None, deleted=True))
                continue
            found[post_id] = alone.body
        if _is_public(found[post_id]):
            items += visit.read(lambda one: _item(visit, one, "refresh"), [found[post_id]])
    return items


def _is_public(status: dict[str, Any]) -> bool:
    return status.get("visibility") in PUBLIC and not status.get("reblog")


def _item(visit: Visit, status: dict[str, Any], kind: str, listed: str | None = None) -> Item:
    account = status["account"]
    local = "@" not in account["acct"]
    full = f"{account['acct']}@{_host(visit)}" if local else account["acct"]
    payload = {name: value for name, value in status.items() if name not in OURS}
    payload["account"] = {name: value for name, value in account.items() if name not in VOLATILE}
    return Item(
        kind=kind,
        post_id=str(status["id"]),
        author_id=full.lower(),
        handles=(full, account["acct"]) if local else (full,),
        payload=payload,
        created_at=instant(status["created_at"]),
        listed_at=instant(listed) or instant(status["created_at"]),
        followers=account.get("followers_count"),
        replies=status.get("replies_count"),
        in_reply_to=status.get("in_reply_to_id"),
    )
