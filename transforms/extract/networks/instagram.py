"""Instagram: a business account's media and stories, the comments under them and the media that tag
it; terms cannot be searched. A story is asked for while it is shown, a day, and not again: that it
is over is no deletion.

An insight that Instagram leaves empty is unknown, not zero.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from transforms.extract.pulling import graph
from transforms.extract.pulling.client import Refused
from transforms.extract.pulling.payload import People
from transforms.extract.pulling.visit import Item, Page, Visit, every_page, optional
from transforms.ground.clock import instant

CONNECTION = (
    "token: an access token with instagram_basic, instagram_manage_comments and instagram_manage_insights of the page "
    "that the business account belongs to"
)
LANDING = graph.LANDING
PEOPLE = People(
    persons=("from", "user", "owner"),
    ids=("username",),
    texts=("text", "caption", "alt_text"),
    kept=("insights.name", "data.name", "description"),
)
ACCOUNT = "id,username,followers_count,media_count"
PLAIN_MEDIA = "id,caption,media_type,media_product_type,permalink,timestamp,username,like_count,comments_count"
MEDIA = PLAIN_MEDIA + ",insights.metric(views,shares,saved,reach)"
REPLY = "id,text,timestamp,username,from,like_count,parent_id,hidden"
COMMENT = REPLY + ",replies.limit(100){" + REPLY + "}"
SIZE = 50
OWN = ("post", "story")


def pull(visit: Visit) -> Iterator[Page]:
    """The account's media, their comments, media that tag it, then counts of what is still young."""
    graph.log_in(visit, CONNECTION)
    account = graph.account(visit, ACCOUNT, "the id of the Instagram business account")
    yield from visit.newest_first("posts", partial(_media, visit, account, "media", "post"))
    stories = visit.newest_first("stories", partial(_media, visit, account, "stories", "story"))
    yield from optional("stories", stories)
    yield from visit.threads("threads", partial(_comments, visit, account))
    tagged, tags = partial(_make, visit, account, "mention"), f"/{account['id']}/tags"
    mentions = visit.newest_first(
        "mentions", lambda t: graph.edge(visit, tags, PLAIN_MEDIA, tagged, t, limit=SIZE)
    )
    yield from optional("mentions", mentions)
    media = partial(_make, visit, account, "refresh")
    yield from graph.refresh(visit, "refresh", visit.to_refresh("post"), MEDIA, media)
    yield from graph.refresh(
        visit, "refresh tagged", visit.to_refresh("mention"), PLAIN_MEDIA, media
    )
    again = partial(_comment, visit, account, None)
    comment_fields = REPLY + ",media{id}"
    yield from graph.refresh(
        visit, "refresh comments", visit.to_refresh("reply"), comment_fields, again
    )
    if visit.source.terms:
        yield Page("search", note="terms are not searched: Instagram has no search of texts")


def check(visit: Visit) -> str:
    """That the token is accepted and the account is there."""
    graph.log_in(visit, CONNECTION)
    account = graph.account(visit, ACCOUNT, "the id of the Instagram business account")
    return f"account found, {account.get('media_count', '?')} media, token accepted"


def _media(
    visit: Visit, account: dict[str, Any], edge: str, kind: str, token: str | None
) -> tuple[list[Item], str | None]:
    """A page of media with their insights; without them where this account's are refused."""
    make, path = partial(_make, visit, account, kind), f"/{account['id']}/{edge}"
    try:
        return graph.edge(visit, path, MEDIA, make, token, limit=SIZE)
    except Refused as refusal:
        if "insights" not in str(refusal).lower():
            raise
        return graph.edge(visit, path, PLAIN_MEDIA, make, token, limit=SIZE)


def _comments(visit: Visit, account: dict[str, Any], media_id: str) -> list[Item]:
    """Every comment under a medium and every answer to them."""
    shown: list[dict[str, Any]] = []

    def make(comment: dict[str, Any]) -> Item:
        shown.append(comment)
        return _comment(visit, account, media_id, comment)

    def ask(token: str | None) -> tuple[list[Item], str | None]:
        shown.clear()
        path = f"/{media_id}/comments"
        items, following = graph.edge(visit, path, COMMENT, make, token, limit=SIZE)
        return items + [a for one in shown for a in _answers(visit, account, one)], following

    return graph.thread(visit, ask)


def _answers(visit: Visit, account: dict[str, Any], comment: dict[str, Any]) -> list[Item]:
    """The answers to a comment: those shown with it, or all where there are more."""
    answers, answer = comment.get("replies", {}), partial(_answer, visit, account, comment["id"])
    if "next" not in answers.get("paging", {}):
        return visit.read(answer, answers.get("data", []))
    path = f"/{comment['id']}/replies"
    return every_page(lambda t: graph.edge(visit, path, REPLY, answer, t, limit=SIZE))


def _make(visit: Visit, account: dict[str, Any], kind: str, medium: dict[str, Any]) -> Item:
    author = medium.get("username") or (account["username"] if kind in OWN else None)
    return Item(
        kind=kind,
        post_id=medium["id"],
        author_id=author,
        handles=_handles(visit, account, author),
        payload=medium | {"measured": graph.measured(medium.get("insights", {}))},
        created_at=instant(medium.get("timestamp")),
        followers=account.get("followers_count") if author == account["username"] else None,
        replies=medium.get("comments_count"),
    )


def _answer(visit: Visit, account: dict[str, Any], comment_id: str, answer: dict[str, Any]) -> Item:
    return _comment(
        visit, account, None, answer | {"parent_id": answer.get("parent_id") or comment_id}
    )


def _comment(
    visit: Visit, account: dict[str, Any], media_id: str | None, comment: dict[str, Any]
) -> Item:
    author = comment.get("username") or comment.get("from", {}).get("username")
    payload = {name: value for name, value in comment.items() if name not in ("replies", "media")}
    return Item(
        kind="reply",
        post_id=comment["id"],
        author_id=author,
        handles=_handles(visit, account, author),
        payload=payload,
        created_at=instant(comment.get("timestamp")),
        in_reply_to=comment.get("parent_id") or media_id or comment.get("media", {}).get("id"),
    )


def _handles(visit: Visit, account: dict[str, Any], author: str | None) -> tuple[str, ...]:
    if author is None or author != account["username"]:
        return ()
    return tuple(name for name in (account["id"], visit.source.handle) if name)
