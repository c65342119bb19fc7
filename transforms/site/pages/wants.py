"""The wants: a list of them all, and a page for each with its history and its posts."""

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from transforms.report.content.replies.verbatims import about
from transforms.report.said import clean
from transforms.report.said.blocks import Quote, Sentence
from transforms.report.said.words import Words
from transforms.site.render import SitePage
from transforms.site.seen import Row, Seen

LONGEST = 2_000
"""Characters of a post that its want's page shows."""


def pages(seen: Seen, words: Words) -> Iterator[SitePage]:
    """The list, then the wants' own pages."""
    yield SitePage(
        "wants.html",
        "wants",
        words.get("site.wants.title"),
        {"wants": [(label(row, words), file_of(row["need_id"]), row) for row in seen.wants]},
        "wants",
    )
    for row in seen.wants:
        yield _page(row, seen, words)


def file_of(need: str) -> str:
    """The name of a want's page; an id that makes no file name is one by its hash."""
    plain = re.fullmatch(r"[A-Za-z0-9_-]{1,80}", need)
    return f"wants/{need if plain else hashlib.sha256(need.encode()).hexdigest()[:16]}.html"


def label(row: Row, words: Words) -> str:
    """The want's name in the reader's language."""
    found = row.get(f"label_{words.language}") or row.get("label_fr") or row.get("label_en")
    return words.own(clean.text(str(found or row["need_id"]), 120))


def _page(row: Row, seen: Seen, words: Words) -> SitePage:
    need = row["need_id"]
    named = label(row, words)
    weeks = seen.want_days.get(need, [])
    content: dict[str, Any] = {
        "sentences": _told(row, words),
        "weeks": weeks,
        "most": max((week["posts"] or 0 for week in weeks), default=0),
        "quotes": [
            Quote(clean.text(post.text, LONGEST), about(post, seen.facts, words))
            for post in seen.want_posts.get(need, [])
        ],
    }
    title = "".join(span.text for span in words.say("site.want.title", want=named))
    return SitePage(file_of(need), "want", title, content, "wants")


def _told(row: Row, words: Words) -> list[Sentence]:
    people = words.count("people", row["people"] or 0, "fct_expectations.people")
    day = words.day(row["date"], weekday=False)
    if row["people_before"] is None:
        said = [words.say("site.want.people_first", people=people, date=day)]
    else:
        before = words.number(row["people_before"], "fct_expectations.people_before")
        said = [words.say("site.want.people", people=people, date=day, before=before)]
    if row["explicit_share"] is not None:
        openly = words.share(float(row["explicit_share"]), "1 - fct_expectations.explicit_share")
        said.append(words.say("site.want.explicit", share=openly))
    answered = row["people_answered"]
    if answered:
        said.append(words.say("site.want.answered", answered, x=str(answered)))
    elif answered is not None:
        said.append(words.say("site.want.unanswered"))
    return said
