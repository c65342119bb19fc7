"""Feeds: what a blog, a forum or an app store tells by RSS or Atom, its older pages included.

A feed shows what is new and says nothing of what is gone, so nothing of it is ever taken for
deleted. Its addresses may name people: posts are known by sealed ids, links do not land. With terms,
only the entries that name one of them are kept.
"""

import re
import time
from calendar import timegm
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.parsers import expat

import feedparser

from transforms.config.errors import BadInput
from transforms.extract.pulling.client import Language, Refused
from transforms.extract.pulling.payload import People, plain_text
from transforms.extract.pulling.visit import Item, Page, Visit

CONNECTION = "nothing: a feed is public, and no credentials are sent to one"
LANDING = ""
IDS_HOLD_PEOPLE = True
PEOPLE = People(names=("credit", "media_credit"), texts=("title", "text"), kept=("tags.label",))
MOVED = (301, 302, 303, 307, 308)
OLDER = ("next", "prev-archive")  # RFC 5005
LONGEST = 10_000_000  # bytes, of which a minute is spent at most
CUT_OFF = ("no element found", "unclosed token", "unclosed CDATA section", "partial character")
READ = (
    *(
        "id",
        "link",
        "links",
        "href",
        "guidislink",
        "comments",
        "wfw_commentrss",
        "source",
        "thr_in-reply-to",
    ),
    *("author", "authors", "author_detail", "contributors", "publisher", "publisher_detail"),
    *("summary", "content", "title"),
)  # what an entry is read from; its links and people do not land, its words land as plain text


def pull(visit: Visit) -> Iterator[Page]:
    """The feed's entries, then its older pages as far back as they are new."""
    _open(visit)
    yield from visit.newest_first("entries", partial(_page, visit))


def check(visit: Visit) -> str:
    """That the address answers with a feed."""
    _open(visit)
    return f"feed found, {len(_ask(visit, None).entries)} entries"


def _open(visit: Visit) -> None:
    visit.client.language = Language("a whole feed", _read)
    if urlsplit(visit.source.handle or "").scheme not in ("http", "https"):
        raise BadInput(
            "feed: sources.handle: must be the feed's address, such as https://blog.example/feed"
        )


def _read(content: bytes, headers: Mapping[str, str]) -> feedparser.FeedParserDict:
    """The feed of an answer; ValueError when it is cut off or none, BadInput when it is hostile."""
    _check_is_harmless(content)
    about = {name: value for name, value in headers.items() if name.lower() == "content-type"}
    found = feedparser.parse(content, response_headers=about)
    broken = str(getattr(found.get("bozo_exception"), "getMessage", str)())
    if not found.version or broken in CUT_OFF:
        raise ValueError("no whole feed")
    return found


def _check_is_harmless(content: bytes) -> None:
    """BadInput when a document declares entities: feeds have no need of them, and a few of them
    make gigabytes or read files.
    """

    def refuse(*_: object) -> None:
        raise Refused(
            "connection 'feed': the answer declares XML entities, as attacks do; it was not read",
            200,
        )

    parser = expat.ParserCreate()
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        return  # not well-formed, as many feeds are


def _ask(visit: Visit, token: str | None) -> feedparser.FeedParserDict:
    answer = visit.client.get(token or str(visit.source.handle), accept=MOVED)
    if answer.status in MOVED:
        parts = urlsplit(answer.headers.get("location", ""))
        place = f"{parts.scheme}://{parts.netloc}{parts.path}"[:200]
        said = f"the feed has moved to {place}; write that as sources.handle"
        raise Refused(f"connection 'feed': {said}", answer.status)
    return answer.body


def _page(visit: Visit, token: str | None) -> tuple[list[Item], str | None]:
    found = _ask(visit, token)
    entries = [dict(one) for one in found.entries]  # feedparser's own answer one date for another
    items = visit.read(partial(_item, visit, found.feed), entries)
    terms = [term.casefold() for term in visit.source.terms]
    if terms:
        items = [one for one in items if any(term in _words(one) for term in terms)]
    return items, _older(visit, found.feed, token)


def _older(visit: Visit, feed: Mapping[str, Any], token: str | None) -> str | None:
    """Where the feed goes on: on its own server alone."""
    here = token or str(visit.source.handle)
    for link in feed.get("links", []):
        if link.get("rel") in OLDER and link.get("href"):
            there = urljoin(here, link["href"])
            return there if urlsplit(there)[:2] == urlsplit(here)[:2] else None
    return None


def _words(item: Item) -> str:
    return f"{item.payload['title']} {item.payload['text']}".casefold() if item.payload else ""


def _item(visit: Visit, feed: Mapping[str, Any], entry: Mapping[str, Any]) -> Item:
    changed = entry.get("updated_parsed")
    person = entry.get("author_detail") or feed.get("author_detail") or {}
    author = person.get("href") or person.get("email") or person.get("name")
    answered = entry.get("thr_in-reply-to", {}).get("ref")
    payload = {
        name: value
        for name, value in entry.items()
        if name not in READ and not name.endswith(("_detail", "_parsed"))
    }
    payload |= {
        "title": _plain(entry.get("title_detail", {})),
        "text": _body(entry),
        "media": _media(entry),
        "language": _language(entry, feed),
        "updated_at": changed and _instant(changed).isoformat(),
    }
    return Item(
        kind="reply" if answered else "post",
        post_id=_id(visit, entry.get("id") or entry["link"]),
        author_id=author.strip().casefold() if author else None,
        handles=(str(visit.source.handle),),
        names=tuple(one for one in (person.get("name"), person.get("email")) if one),
        payload=payload,
        created_at=_instant(entry.get("published_parsed") or changed),
        in_reply_to=_id(visit, answered) if answered else None,
    )


def _id(visit: Visit, told: str) -> str:
    """The entry's id; one that only its feed understands with that feed's address."""
    return told if re.match(r"[a-z][a-z0-9+.-]*:", told, re.I) else f"{visit.source.handle}#{told}"


def _instant(parsed: time.struct_time | None) -> datetime:
    """The instant of a date; KeyError, which sets the entry aside, when it has none or none that
    can be read.
    """
    if parsed is None:
        raise KeyError("published")
    return datetime.fromtimestamp(timegm(parsed), UTC)


def _body(entry: Mapping[str, Any]) -> str:
    """The whole text where the feed has it, plain where it has both, else what it shows of it."""
    written = sorted(entry.get("content", []), key=lambda one: one.get("type") != "text/plain")
    return _plain(written[0] if written else entry.get("summary_detail", {}))


def _plain(told: Mapping[str, Any]) -> str:
    value = told.get("value") or ""
    return value.strip() if told.get("type") == "text/plain" else plain_text(value)


def _media(entry: Mapping[str, Any]) -> str | None:
    """What is shown beside the words: image, video or audio."""
    enclosed = [one for one in entry.get("links", []) if one.get("rel") == "enclosure"]
    kinds = [one.get("type", "").partition("/")[0] for one in enclosed]
    kinds += [
        one.get("medium") or one.get("type", "").partition("/")[0]
        for one in entry.get("media_content", [])
    ]
    return next((kind for kind in kinds if kind in ("image", "video", "audio")), None)


def _language(entry: Mapping[str, Any], feed: Mapping[str, Any]) -> str | None:
    told = entry.get("title_detail", {}).get("language") or feed.get("language") or ""
    return told.partition("-")[0].lower() or None
