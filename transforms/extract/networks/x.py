"""X (API v2): the brand's posts, who mentions it, the conversations under its posts, and what is
said about its terms.

An edited post has a new id there; its first id stays its key here, so an edit is a new version.
Conversations and searches reach seven days back, which is what the recent-search endpoint gives.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from transforms.config.errors import BadInput
from transforms.extract.pulling.payload import People
from transforms.extract.pulling.visit import Item, Page, Visit, optional, token_of
from transforms.ground.clock import instant

CONNECTION = (
    "token: the app's bearer token (developer portal, Keys and tokens), "
    "with at least the level that reads posts"
)
LANDING = "https://api.x.com"
PEOPLE = People(
    persons=("author", "mentions"),
    ids=("author_id", "in_reply_to_user_id"),
    names=("normalized_text", "username"),
    texts=("title", "description", "label", "alt_text"),
    html=("text",),
    kept=(
        "domain.name",
        "entity.name",
        "entity.description",
        "domain.description",
        "context_annotations.entity",
    ),
)
PAGE, LOOKUP = 100, 100
FIELDS = {
    "tweet.fields": "author_id,created_at,lang,public_metrics,conversation_id,referenced_tweets,in_reply_to_user_id,"
    "attachments,entities,edit_history_tweet_ids,note_tweet,reply_settings",
    "expansions": "author_id,attachments.media_keys,attachments.poll_ids",
    "user.fields": "username,public_metrics",
    "media.fields": "type,alt_text",
}
GONE = ("resource-not-found", "not-authorized-for-resource")


def pull(visit: Visit) -> Iterator[Page]:
    """The brand's posts, mentions, conversations, then counts of what is still young, then
    searches.
    """
    _log_in(visit)
    brand = _brand(visit)
    path = f"/2/users/{brand['id']}"
    yield from visit.newest_first(
        "posts", lambda t: _page(visit, f"{path}/tweets", t, "post", brand, exclude="retweets")
    )
    yield from visit.newest_first(
        "mentions", lambda t: _page(visit, f"{path}/mentions", t, "mention", None)
    )
    yield from optional(
        "threads", visit.threads("threads", lambda post_id: _conversation(visit, post_id))
    )
    yield from visit.each("refresh", visit.to_refresh(), LOOKUP, lambda ids: _look_up(visit, ids))
    for term in visit.source.terms:
        yield from optional(
            "search", visit.newest_first(f"search {term}", partial(_search, visit, term))
        )


def check(visit: Visit) -> str:
    """That the token is accepted and the brand's account is there."""
    _log_in(visit)
    metrics = _brand(visit).get("public_metrics", {})
    return f"account found, {metrics.get('tweet_count', '?')} posts, token accepted"


def _log_in(visit: Visit) -> None:
    visit.client.headers["authorization"] = f"Bearer {token_of(visit, CONNECTION)}"


def _brand(visit: Visit) -> dict[str, Any]:
    if not visit.source.handle:
        raise BadInput("x: sources.handle: is missing; give the brand's handle")
    handle = visit.source.handle.lstrip("@")
    asked = {"user.fields": "username,public_metrics"}
    body = visit.client.get(f"/2/users/by/username/{handle}", params=asked).body
    if "data" not in body:
        raise BadInput(
            f"connection '{visit.client.connection}': x knows no account '{handle}'; check sources.handle"
        )
    return body["data"]


def _page(
    visit: Visit,
    path: str,
    token: str | None,
    kind: str,
    brand: dict[str, Any] | None,
    **asked: str,
) -> tuple[list[Item], str | None]:
    name = "next_token" if "search" in path else "pagination_token"
    params = FIELDS | asked | {"max_results": str(PAGE)} | ({name: token} if token else {})
    body = visit.client.get(path, params=params).body
    return _items(visit, body, kind, brand), body.get("meta", {}).get("next_token")


def _search(visit: Visit, term: str, token: str | None) -> tuple[list[Item], str | None]:
    words = f'"{term}"' if " " in term else term
    return _page(
        visit, "/2/tweets/search/recent", token, "search", None, query=f"{words} -is:retweet"
    )


def _conversation(visit: Visit, post_id: str) -> list[Item]:
    asked = {"query": f"conversation_id:{post_id}"}
    return visit.whole_thread(
        lambda token: _page(visit, "/2/tweets/search/recent", token, "reply", None, **asked)
    )


def _look_up(visit: Visit, ids: list[str]) -> list[Item]:
    """What the posts are now; X says in so many words which are gone or no longer public."""
    body = visit.client.get("/2/tweets", params=FIELDS | {"ids": ",".join(ids)}).body
    gone = [
        Item("gone", error["resource_id"], None, None, None, deleted=True)
        for error in body.get("errors", [])
        if error.get("type", "").endswith(GONE) and error.get("resource_id") in ids
    ]
    return _items(visit, body, "refresh", None) + gone


def _items(
    visit: Visit, body: dict[str, Any], kind: str, brand: dict[str, Any] | None
) -> list[Item]:
    included = body.get("includes", {})
    users = {user["id"]: user for user in included.get("users", [])} | (
        {brand["id"]: brand} if brand else {}
    )
    media = {one["media_key"]: one for one in included.get("media", [])}
    return visit.read(lambda post: _item(post, kind, users, media, brand), body.get("data", []))


def _item(
    post: dict[str, Any],
    kind: str,
    users: dict[str, Any],
    media: dict[str, Any],
    brand: dict[str, Any] | None,
) -> Item:
    author_id = post.get("author_id") or (brand or {}).get("id")
    user = users.get(author_id or "", {})
    replied = [
        one["id"] for one in post.get("referenced_tweets", []) if one["type"] == "replied_to"
    ]
    keys = post.get("attachments", {}).get("media_keys", [])
    payload = (
        post
        | {"author": {"id": author_id}}
        | ({"media": [media[k] for k in keys if k in media]} if keys else {})
    )
    return Item(
        kind=kind,
        post_id=(post.get("edit_history_tweet_ids") or [post["id"]])[0],
        author_id=author_id,
        handles=(user["username"],) if "username" in user else (),
        payload=payload,
        created_at=instant(post.get("created_at")),
        followers=user.get("public_metrics", {}).get("followers_count"),
        replies=post.get("public_metrics", {}).get("reply_count"),
        in_reply_to=replied[0] if replied else None,
    )
