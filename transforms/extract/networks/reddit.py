"""Reddit: a subreddit's posts and comments, or a brand's own with the threads under them, and posts
about its terms.

A handle `r/name` listens to a subreddit, `u/name` to an account. Lists end after about a thousand
entries there, so a first visit sees no further back.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any

from transforms.config.errors import BadInput
from transforms.extract.pulling.client import Answer
from transforms.extract.pulling.credentials import missing
from transforms.extract.pulling.payload import People
from transforms.extract.pulling.visit import Item, Page, Visit, optional

CONNECTION = (
    "login: the app's client id, password: its secret (reddit.com/prefs/apps, a script or web app); for mentions "
    "of the account in comments, token: its refresh token with read, history and privatemessages"
)
LANDING = "https://oauth.reddit.com"
HOME = "https://www.reddit.com"
PEOPLE = People(
    ids=("author",),
    names=("approved_by", "banned_by", "link_author"),
    texts=("title", "selftext", "body", "link_title"),
    html=("body_html", "selftext_html", "public_description_html"),
    kept=("name",),
)
PAGE, LOOKUP, MORE = 100, 100, 100
EMPTIED = ("[deleted]", "[removed]")
OURS = (
    "replies",
    "likes",
    "saved",
    "hidden",
    "visited",
    "clicked",
    "user_reports",
    "mod_reports",
    "num_reports",
)


def pull(visit: Visit) -> Iterator[Page]:
    """Posts, comments or the threads under the brand's posts, who mentions it in comments, then what
    is still young, then searches.
    """
    _log_in(visit)
    kind, name = _handle(visit)
    if kind == "r":
        yield from visit.newest_first("posts", partial(_list, visit, f"/r/{name}/new", "post"))
        yield from visit.newest_first(
            "comments", partial(_list, visit, f"/r/{name}/comments", "reply")
        )
    else:
        yield from visit.newest_first(
            "posts", partial(_list, visit, f"/user/{name}/submitted", "post")
        )
        yield from visit.newest_first(
            "comments", partial(_list, visit, f"/user/{name}/comments", "post")
        )
        yield from visit.threads("threads", partial(_thread, visit))
    if visit.credentials.token:
        ask = partial(_list, visit, "/message/mentions", "mention")
        yield from optional("mentions", visit.newest_first("mentions", ask))
    yield from visit.each("refresh", visit.to_refresh(), LOOKUP, partial(_look_up, visit))
    for term in visit.source.terms:
        yield from visit.newest_first(f"search {term}", partial(_search, visit, term))


def check(visit: Visit) -> str:
    """That the credentials log in and that the subreddit or the account is there."""
    _log_in(visit)
    kind, name = _handle(visit)
    visit.client.get(
        f"/r/{name}/about" if kind == "r" else f"/user/{name}/about", params={"raw_json": 1}
    )
    return f"{kind}/{name} found, logged in"


def _log_in(visit: Visit) -> None:
    held = visit.credentials
    if not held.login or not held.password:
        raise BadInput(missing(visit.client.connection, CONNECTION))
    own = {"grant_type": "refresh_token", "refresh_token": held.token}
    answer = visit.client.post(
        f"{held.base_url or HOME}/api/v1/access_token",
        form=own if held.token else {"grant_type": "client_credentials"},
        auth=(held.login, held.password),
    )
    visit.client.headers["authorization"] = f"Bearer {answer.body['access_token']}"


def _handle(visit: Visit) -> tuple[str, str]:
    if not visit.source.handle:
        raise BadInput("reddit: sources.handle: is missing; give r/subreddit or u/account")
    kind, slash, name = visit.source.handle.strip("/").partition("/")
    return (kind, name) if slash and kind in ("r", "u") else ("u", visit.source.handle.lstrip("@"))


def _get(visit: Visit, path: str, **asked: Any) -> Answer:
    return visit.client.get(
        path, params={"raw_json": 1} | {k: v for k, v in asked.items() if v is not None}
    )


def _list(visit: Visit, path: str, kind: str, token: str | None) -> tuple[list[Item], str | None]:
    return _listing(visit, _get(visit, path, sort="new", limit=PAGE, after=token).body, kind)


def _search(visit: Visit, term: str, token: str | None) -> tuple[list[Item], str | None]:
    body = _get(
        visit, "/search", q=f'"{term}"', sort="new", type="link", limit=PAGE, after=token
    ).body
    return _listing(visit, body, "search")


def _listing(visit: Visit, body: dict[str, Any], kind: str) -> tuple[list[Item], str | None]:
    there = [child["data"] for child in body["data"]["children"] if child["kind"] in ("t1", "t3")]
    items = visit.read(lambda one: _item(one, kind), [one for one in there if not _is_emptied(one)])
    return items, body["data"].get("after")


def _thread(visit: Visit, post_id: str) -> list[Item]:
    """Every comment under a post, those included that the page only counts."""
    if not post_id.startswith("t3_"):
        return []
    return visit.whole_thread(partial(_comments, visit, post_id))


def _comments(visit: Visit, post_id: str, token: str | None) -> tuple[list[Item], str | None]:
    """The comments of a post's page, or of the first ids of `token`; and the ids of those that were
    only counted.
    """
    if token is None:
        asked = {"raw_json": 1, "limit": 500, "sort": "new"}
        answer = visit.client.get(f"/comments/{post_id[3:]}", params=asked, accept=(404,))
        if answer.status == 404:  # gone: the look-up by id decides that
            return [], None
        comments, hidden = _flat(answer.body[1])
    else:
        ids = token.split(",")
        asked = {"link_id": post_id, "children": ",".join(ids[:MORE]), "api_type": "json"}
        things = _get(visit, "/api/morechildren", **asked).body["json"]["data"]["things"]
        comments, more = _flat({"data": {"children": things}})
        hidden = ids[MORE:] + [one for one in more if one not in ids]
    there = [one for one in comments if not _is_emptied(one)]
    items = visit.read(lambda one: _item(one, "reply"), there)
    return items, ",".join(dict.fromkeys(hidden)) or None


def _flat(listing: dict[str, Any]) -> tuple[list[dict[str, Any]], list[str]]:
    """The comments of a tree, and the ids of those that it only counts."""
    comments: list[dict[str, Any]] = []
    hidden: list[str] = []
    waiting = list(listing["data"]["children"])
    while waiting:
        node = waiting.pop(0)
        if node["kind"] == "more":
            hidden += node["data"]["children"]
        elif node["kind"] == "t1":
            comments.append(node["data"])
            if node["data"].get("replies"):
                waiting += node["data"]["replies"]["data"]["children"]
    return comments, hidden


def _look_up(visit: Visit, ids: list[str]) -> list[Item]:
    """What posts and comments are now; Reddit shows a deleted one emptied, one it does not show is
    asked for again.
    """
    found: dict[str, dict[str, Any]] = {}
    for _ in range(2):
        missing = [one for one in ids if one not in found]
        if missing:
            children = _get(visit, "/api/info", id=",".join(missing)).body["data"]["children"]
            found |= {child["data"]["name"]: child["data"] for child in children}
    gone = [one for one in ids if one not in found or _is_emptied(found[one])]
    there = visit.read(
        lambda one: _item(one, "refresh"), [found[one] for one in ids if one not in gone]
    )
    return there + [Item("gone", one, None, None, None, deleted=True) for one in gone]


def _is_emptied(thing: dict[str, Any]) -> bool:
    words = thing.get("body", thing.get("selftext"))
    return words in EMPTIED or (
        thing.get("author") in EMPTIED and bool(thing.get("removed_by_category"))
    )


def _item(thing: dict[str, Any], kind: str) -> Item:
    author = None if thing.get("author") in (None, *EMPTIED) else thing["author"]
    payload = {name: value for name, value in thing.items() if name not in OURS}
    if str(thing.get("subreddit", "")).startswith("u_"):
        payload["subreddit"] = "u_user"
    return Item(
        kind=kind,
        post_id=thing["name"],
        author_id=author,
        handles=(f"u/{author}",) if author else (),
        payload=payload,
        created_at=datetime.fromtimestamp(thing["created_utc"], UTC),
        replies=thing.get("num_comments"),
        in_reply_to=thing.get("parent_id"),
    )
