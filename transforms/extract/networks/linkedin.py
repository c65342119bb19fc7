"""LinkedIn pages: the page's posts with their statistics, the comments under them and the answers.

Posts and comments are in LinkedIn's own small markup and name people in full: mentions of people
become @user before anything else. When the day's calls are spent, the rest comes the next night.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import quote

from transforms.config.errors import BadInput
from transforms.extract.pulling.client import Answer, Language
from transforms.extract.pulling.payload import People
from transforms.extract.pulling.visit import Item, Page, Visit, every_page, token_of

CONNECTION = (
    "token: an access token with r_organization_social of a page's administrator (Community Management API); "
    "version: the interface's month, such as 202606, when LinkedIn has retired the one asked for"
)
LANDING = "https://api.linkedin.com/rest"
VERSION = "202606"
PEOPLE = People(
    ids=("author", "actor", "agent", "impersonator"),
    names=("attributes", "likedBy", "lastModifiedBy"),
    texts=("text", "commentary", "altText", "title", "description", "question"),
    kept=("lastModified", "lastModifiedAt"),
)
PAGE, LOOKUP = 100, 20
_MENTION = re.compile(r"@\[((?:\\.|[^\]\\])*)\]\(urn:li:(\w+):[^)]*\)")
_HASHTAG = re.compile(r"\{hashtag\|\\?#\|((?:\\.|[^}\\])*)\}")
_ESCAPED = re.compile(r"\\([|{}@\[\]()<>#\\*_~])")


def pull(visit: Visit) -> Iterator[Page]:
    """The page's posts, their comments, then what is still young."""
    page = _log_in(visit)
    yield from visit.newest_first("posts", partial(_posts, visit, page))
    yield from visit.threads("threads", partial(_comments, visit, page))
    again = partial(_look_up, visit, page)
    yield from visit.each("refresh", visit.to_refresh("post"), LOOKUP, again)
    comment = partial(_look_up_comment, visit, page)
    yield from visit.each("refresh comments", visit.to_refresh("reply"), 1, comment)
    if visit.source.terms:
        yield Page("search", note="terms are not searched: LinkedIn has no search of posts")


def check(visit: Visit) -> str:
    """That the token is accepted and the page is there."""
    page = _log_in(visit)
    return f"page found, {page['followers'] or '?'} followers, token accepted"


def _log_in(visit: Visit) -> dict[str, Any]:
    """The page that the source names: its urn, the names that it goes by, its followers."""
    handle = visit.source.handle
    if not handle:
        raise BadInput("linkedin: sources.handle: is missing; give the page's number or its name")
    visit.client.headers |= {
        "authorization": f"Bearer {token_of(visit, CONNECTION)}",
        "linkedin-version": str(visit.credentials.extra.get("version", VERSION)),
        "x-restli-protocol-version": "2.0.0",
    }
    visit.client.language = Language(status=_status)
    visit.client.is_spent = _day_is_spent
    number = handle.rpartition(":")[2]
    if not number.isdigit():
        asked = {"q": "vanityName", "vanityName": handle}
        found = visit.client.get("/organizations", params=asked).body["elements"]
        if not found:
            raise BadInput(
                f"connection '{visit.client.connection}': linkedin knows no page '{handle}'; check sources.handle"
            )
        number = str(found[0]["id"])
    urn = f"urn:li:organization:{number}"
    return {"urn": urn, "names": (number, handle), "followers": _followers(visit, urn)}


def _followers(visit: Visit, urn: str) -> int | None:
    asked = {"edgeType": "COMPANY_FOLLOWED_BY_MEMBER"}
    answer = visit.client.get(f"/networkSizes/{_in(urn)}", params=asked, accept=(403, 404))
    return answer.body.get("firstDegreeSize") if answer.status == 200 else None


def _status(status: int, body: Any) -> int:
    """A limit that lasts until midnight is no reason to wait a minute."""
    return 403 if status == 429 and _says_day_limit(body) else status


def _day_is_spent(answer: Answer) -> bool:
    return answer.status == 403 and _says_day_limit(answer.body)


def _says_day_limit(body: Any) -> bool:
    return isinstance(body, dict) and " DAY limit" in str(body.get("message"))


def _in(urn: str) -> str:
    """A urn as a part of an address: brackets of lists must stay as they are, those of urns not."""
    return quote(urn, safe="")


def _list(urns: list[str]) -> str:
    return f"List({','.join(_in(urn) for urn in urns)})"


def _next(body: dict[str, Any]) -> str | None:
    paging = body.get("paging", {})
    more = any(link.get("rel") == "next" for link in paging.get("links", []))
    return str(paging["start"] + paging["count"]) if more else None


def _posts(visit: Visit, page: dict[str, Any], token: str | None) -> tuple[list[Item], str | None]:
    asked = {"q": "author", "author": page["urn"], "sortBy": "CREATED", "count": PAGE}
    body = visit.client.get("/posts", params=asked | {"start": token or 0}).body
    return _measured(visit, page, "post", body["elements"]), _next(body)


def _measured(
    visit: Visit, page: dict[str, Any], kind: str, posts: list[dict[str, Any]]
) -> list[Item]:
    """The published posts of a page with their statistics."""
    known = [one for one in posts if isinstance(one, dict)]
    drafts = [one for one in known if one.get("lifecycleState", "PUBLISHED") != "PUBLISHED"]
    own = [one["id"] for one in known if one.get("author") == page["urn"] and "id" in one]
    counts = _statistics(visit, page, own) if own else {}
    shown = [one for one in posts if one not in drafts]
    return visit.read(lambda one: _post(page, kind, one, counts.get(one["id"], {})), shown)


def _statistics(visit: Visit, page: dict[str, Any], urns: list[str]) -> dict[str, dict[str, Any]]:
    """Each post's statistics by its urn; none where the token has no right to them."""
    kinds = {"shares": "urn:li:share:", "ugcPosts": "urn:li:ugcPost:"}
    lists = {name: [u for u in urns if u.startswith(start)] for name, start in kinds.items()}
    path = "/organizationalEntityShareStatistics?q=organizationalEntity"
    path += f"&organizationalEntity={_in(page['urn'])}"
    path += "".join(f"&{name}={_list(those)}" for name, those in lists.items() if those)
    answer = visit.client.get(path, accept=(403,))
    found = answer.body["elements"] if answer.status == 200 else []
    return {one.get("share") or one.get("ugcPost"): one["totalShareStatistics"] for one in found}


def _comments(visit: Visit, page: dict[str, Any], urn: str) -> list[Item]:
    """Every comment under a post, and every answer to them."""

    def ask(token: str | None) -> tuple[list[Item], str | None]:
        items, following = _commented(visit, page, urn, urn, token)
        for one in tuple(items):
            if one.replies:
                items += every_page(partial(_commented, visit, page, one.post_id, urn))
        return items, following

    return visit.whole_thread(ask)


def _commented(
    visit: Visit, page: dict[str, Any], under: str, post: str, token: str | None
) -> tuple[list[Item], str | None]:
    asked = {"start": token or 0, "count": PAGE}
    path = f"/socialActions/{_in(under)}/comments"
    answer = visit.client.get(path, params=asked, accept=(404,))
    if answer.status == 404:  # gone, or nobody may comment: the look-up decides
        return [], None
    make = partial(_comment, page, post)
    return visit.read(make, answer.body["elements"]), _next(answer.body)


def _look_up(visit: Visit, page: dict[str, Any], urns: list[str]) -> list[Item]:
    """What the posts are now; one that is not among them is asked for alone before it is gone."""
    found = visit.client.get(f"/posts?ids={_list(urns)}").body["results"]
    gone: list[Item] = []
    for urn in (one for one in urns if one not in found):
        alone = visit.client.get(f"/posts/{_in(urn)}", accept=(404,))
        if alone.status == 200:
            found[urn] = alone.body
        else:
            gone.append(Item("gone", urn, None, None, None, deleted=True))
    return _measured(visit, page, "refresh", [found[u] for u in urns if u in found]) + gone


def _look_up_comment(visit: Visit, page: dict[str, Any], urns: list[str]) -> list[Item]:
    [urn] = urns
    match = re.fullmatch(r"urn:li:comment:\((.+),(\d+)\)", urn)
    if match is None:
        return []
    path = f"/socialActions/{_in(match[1])}/comments/{match[2]}"
    answer = visit.client.get(path, accept=(404,))
    if answer.status == 404:
        return [Item("gone", urn, None, None, None, deleted=True)]
    return visit.read(partial(_comment, page, match[1]), [answer.body])


def _post(page: dict[str, Any], kind: str, post: dict[str, Any], counts: dict[str, Any]) -> Item:
    return Item(
        kind=kind,
        post_id=post["id"],
        author_id=post["author"],
        handles=page["names"] if post["author"] == page["urn"] else (),
        payload=post | {"commentary": _plain(post.get("commentary") or ""), "measured": counts},
        created_at=_instant(post.get("publishedAt") or post["createdAt"]),
        followers=page["followers"] if post["author"] == page["urn"] else None,
        replies=counts.get("commentCount"),
    )


def _comment(page: dict[str, Any], post: str, comment: dict[str, Any]) -> Item:
    actor = comment["actor"]
    return Item(
        kind="reply",
        post_id=comment["commentUrn"],
        author_id=actor,
        handles=page["names"] if actor == page["urn"] else (),
        payload=comment | {"message": {"text": _without_people(comment.get("message", {}))}},
        created_at=_instant(comment["created"]["time"]),
        replies=comment.get("commentsSummary", {}).get("aggregatedTotalComments"),
        in_reply_to=comment.get("parentComment") or post,
    )


def _plain(commentary: str) -> str:
    """The words of LinkedIn's little text format: people gone, pages by their names."""
    words = _MENTION.sub(lambda m: m[1] if m[2] == "organization" else "@user", commentary)
    return _ESCAPED.sub(r"\1", _HASHTAG.sub(r"#\1", words))


def _without_people(message: dict[str, Any]) -> str:
    """A comment's words; it says at which places, in UTF-16, it names somebody."""
    words = (message.get("text") or "").encode("utf-16-le", "surrogatepass")
    for one in sorted(message.get("attributes", []), key=lambda one: -one["start"]):
        if "urn:li:organization:" not in str(one.get("value")):
            end = 2 * (one["start"] + one["length"])
            words = words[: 2 * one["start"]] + "@user".encode("utf-16-le") + words[end:]
    return words.decode("utf-16-le", "replace")


def _instant(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
