"""Threads: the account's posts and answers with their insights, the conversations under them, who
mentions it, and posts about its terms.

Only the account's own posts have counts: the insights are asked post by post, and a token without
that right reads everything else.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from transforms.extract.pulling import graph
from transforms.extract.pulling.client import Refused
from transforms.extract.pulling.payload import People
from transforms.extract.pulling.visit import Item, Page, Visit, optional
from transforms.ground.clock import instant

CONNECTION = (
    "token: a long-lived token of the account with threads_basic, threads_read_replies and threads_manage_insights; "
    "threads_manage_mentions and threads_keyword_search for mentions and searches"
)
LANDING = "https://graph.threads.net/v1.0"
PEOPLE = People(
    persons=("owner",),
    ids=("username",),
    names=("permalink", "profile_picture_url"),
    texts=("text", "alt_text"),
)
POST = "id,media_type,text,timestamp,permalink,username,is_quote_post,has_replies,link_attachment_url,alt_text"
REPLY = f"{POST},root_post,replied_to,is_reply,hide_status"
INSIGHTS = "views,likes,replies,reposts,quotes,shares"
SIZE = 50
REPOST = "REPOST_FACADE"  # somebody else's post, shown again


def pull(visit: Visit) -> Iterator[Page]:
    """The account's posts and answers, conversations, mentions, what is still young, searches."""
    graph.log_in(visit, CONNECTION)
    account = _account(visit)
    if not account["measured"]:
        yield Page("insights", note="no counts: the token lacks threads_manage_insights")
    home, own = f"/{account['id']}", partial(_make, visit, account)
    for stream, fields in (("threads", POST), ("replies", REPLY)):
        ask = partial(_list, visit, f"{home}/{stream}", fields, partial(own, "post"))
        yield from visit.newest_first({"threads": "posts"}.get(stream, stream), ask)
    yield from visit.threads("threads", partial(_conversation, visit, account))
    mention = partial(_list, visit, f"{home}/mentions", REPLY, partial(own, "mention"))
    yield from optional("mentions", visit.newest_first("mentions", mention))
    again = partial(own, "refresh")
    yield from graph.refresh(visit, "refresh", visit.to_refresh(), REPLY, again)
    for term in visit.source.terms:
        asked = {"q": term, "search_type": "RECENT"}
        ask = partial(_list, visit, "/keyword_search", REPLY, partial(own, "search"), **asked)
        yield from optional("search", visit.newest_first(f"search {term}", ask))


def check(visit: Visit) -> str:
    """That the token is accepted and the account is there."""
    graph.log_in(visit, CONNECTION)
    account = _account(visit)
    counts = "with counts" if account["measured"] else "without the right to counts"
    return f"account found, token accepted, {counts}"


def _account(visit: Visit) -> dict[str, Any]:
    """The account, its followers, and whether its insights may be asked for (`measured`)."""
    found = graph.account(visit, "id,username", "the account's id, or me")
    try:
        body = visit.client.get(
            f"/{found['id']}/threads_insights", params={"metric": "followers_count"}
        ).body
    except Refused as refusal:
        if refusal.status == 401:
            raise
        return found | {"measured": False}
    return found | {"measured": True, "followers": graph.measured(body).get("followers_count")}


def _list(
    visit: Visit, path: str, fields: str, make: graph.Make, token: str | None, **asked: Any
) -> tuple[list[Item], str | None]:
    items, following = graph.edge(visit, path, fields, make, token, limit=SIZE, **asked)
    return [one for one in items if (one.payload or {}).get("media_type") != REPOST], following


def _conversation(visit: Visit, account: dict[str, Any], post_id: str) -> list[Item]:
    """Every answer under a post, and every answer to them."""
    make, path = partial(_make, visit, account, "reply", under=post_id), f"/{post_id}/conversation"
    return graph.thread(visit, lambda t: graph.edge(visit, path, REPLY, make, t, limit=SIZE))


def _make(
    visit: Visit,
    account: dict[str, Any],
    kind: str,
    post: dict[str, Any],
    under: str | None = None,
) -> Item:
    author = post.get("username")
    own = author == account["username"]
    measured = _insights(visit, post["id"]) if own and account["measured"] else {}
    above = post.get("replied_to") or post.get("root_post") or {}
    return Item(
        kind=kind,
        post_id=post["id"],
        author_id=author,
        handles=(account["id"],) if own else (),
        payload=post | {"measured": measured},
        created_at=instant(post.get("timestamp")),
        followers=account.get("followers") if own else None,
        replies=measured.get("replies") if post.get("has_replies", True) else 0,
        in_reply_to=above.get("id") or under,
    )


def _insights(visit: Visit, post_id: str) -> dict[str, int | None]:
    """The post's counts; none while the network has not begun to count."""
    answer = visit.client.get(
        f"/{post_id}/insights", params={"metric": INSIGHTS}, accept=(400, 404)
    )
    return graph.measured(answer.body) if answer.status == 200 else {}
