"""Facebook: a page's posts, the comments under them and the posts that tag it. Facebook has no
search.
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
    "token: a page access token with pages_read_engagement and pages_read_user_content, and read_insights for views "
    "(business settings)"
)
LANDING = graph.LANDING
PEOPLE = People(
    persons=("from", "to", "message_tags", "description_tags", "story_tags", "with_tags"),
    names=("story",),
    texts=("message", "description", "title", "caption"),
    kept=("insights.name", "data.name"),
)
ACCOUNT = "id,username,followers_count,fan_count"
POST = (
    "id,message,created_time,updated_time,permalink_url,status_type,from,shares,"
    "attachments{type,media_type,title,description,url},reactions.limit(0).summary(total_count),"
    "comments.limit(0).filter(stream).summary(total_count)"
)
OWN_POST = f"{POST},insights.metric(post_media_view)"
COMMENT = "id,message,created_time,from,parent{id},like_count,comment_count,permalink_url,attachment{type,url}"


def pull(visit: Visit) -> Iterator[Page]:
    """The page's posts, their comments, posts that tag it, then counts of what is still young."""
    graph.log_in(visit, CONNECTION)
    page = graph.account(visit, ACCOUNT, "the page's id")
    post = partial(_post, visit, page)
    own = OWN_POST if _may_measure(visit, page) else POST
    make = partial(post, "post")
    yield from visit.newest_first(
        "posts", lambda t: graph.edge(visit, f"/{page['id']}/posts", own, make, t)
    )
    yield from visit.threads("threads", lambda post_id: _comments(visit, page, post_id))
    tagged = visit.newest_first(
        "mentions",
        lambda t: graph.edge(visit, f"/{page['id']}/tagged", POST, partial(post, "mention"), t),
    )
    yield from optional("mentions", tagged)
    again = partial(post, "refresh")
    yield from graph.refresh(visit, "refresh", visit.to_refresh("post"), own, again)
    yield from graph.refresh(visit, "refresh tagged", visit.to_refresh("mention"), POST, again)
    again = partial(_comment, visit, page, None)
    yield from graph.refresh(visit, "refresh comments", visit.to_refresh("reply"), COMMENT, again)
    if visit.source.terms:
        yield Page("search", note="terms are not searched: Facebook has no search of public posts")


def check(visit: Visit) -> str:
    """That the token is accepted and the page is there."""
    graph.log_in(visit, CONNECTION)
    page = graph.account(visit, ACCOUNT, "the page's id")
    views = "with views" if _may_measure(visit, page) else "without the right to views"
    return f"page found, {page.get('followers_count', '?')} followers, token accepted, {views}"


def _may_measure(visit: Visit, page: dict[str, Any]) -> bool:
    """Whether the token may ask for insights."""
    asked = {"metric": "page_media_view", "period": "day"}
    try:
        visit.client.get(f"/{page['id']}/insights", params=asked)
    except Refused as refusal:
        if refusal.status == 401:
            raise
        return False
    return True


def _comments(visit: Visit, page: dict[str, Any], post_id: str) -> list[Item]:
    make, path = partial(_comment, visit, page, post_id), f"/{post_id}/comments"
    asked = {"filter": "stream", "order": "reverse_chronological"}
    return graph.thread(visit, lambda t: graph.edge(visit, path, COMMENT, make, t, **asked))


def _post(visit: Visit, page: dict[str, Any], kind: str, post: dict[str, Any]) -> Item:
    author = post.get("from", {}).get("id") or (page["id"] if kind == "post" else None)
    return Item(
        kind=kind,
        post_id=post["id"],
        author_id=author,
        handles=_handles(visit, page, author),
        payload=post | {"measured": graph.measured(post.get("insights", {}))},
        created_at=instant(post.get("created_time")),
        followers=page.get("followers_count", page.get("fan_count"))
        if author == page["id"]
        else None,
        replies=post.get("comments", {}).get("summary", {}).get("total_count"),
    )


def _comment(
    visit: Visit, page: dict[str, Any], post_id: str | None, comment: dict[str, Any]
) -> Item:
    author = comment.get("from", {}).get("id")
    # A comment's id begins with the post's own number, which is all that a look-up by id tells of
    # the post.
    number = comment["id"].partition("_")[0]
    return Item(
        kind="reply",
        post_id=comment["id"],
        author_id=author,
        handles=_handles(visit, page, author),
        payload=comment,
        created_at=instant(comment.get("created_time")),
        replies=comment.get("comment_count"),
        in_reply_to=comment.get("parent", {}).get("id") or post_id or f"{page['id']}_{number}",
    )


def _handles(visit: Visit, page: dict[str, Any], author: str | None) -> tuple[str, ...]:
    if author != page["id"]:
        return ()
    return tuple(name for name in (page.get("username"), visit.source.handle) if name)
