"""Which posts may be quoted for a change or for a want: those that carry what they are quoted for,
and none rather than a wrong one.
"""

import re
from functools import lru_cache
from typing import Any

from wordfreq import zipf_frequency

from transforms.ground.accents import without_accents
from transforms.reading import NEGATIVE
from transforms.report.content.replies.doubt import PLAIN
from transforms.report.facts.facts import Facts, ShownPost

GLAD = 0.1
"""Sentiment (-1 to 1) above which a post is no proof of what went wrong or is missing."""
COMMON = 5.7
"""Zipf frequency from which a word says nothing of what a want is about, such as "after" or "another"."""
MOST = 0.5
"""Share of the words of a want's name from which on a text names it."""
STEM, SHORTEST = 5, 4
"""Letters that two words must share to be about the same, and below which a word is left alone."""


def of_change(signal: dict[str, Any], facts: Facts) -> list[ShownPost]:
    """An angry post for anger, none that is glad for what went wrong, none about something else than
    the cause.
    """
    posts = _verbatims(signal, facts)
    about = [post for post in posts if post.theme_id == signal["theme_id"]]
    posts = about if signal["theme_id"] and about else posts
    said = [
        f"{signal['metric']}:{signal['subject']}:{signal['direction']}",
        *(signal.get("also") or []),
    ]
    risen = {
        one.split(":")[1] for one in said if one.startswith("emotion:") and one.endswith(":up")
    }
    worse = bool(risen & set(NEGATIVE)) or any(
        (one.startswith("sentiment:") and one.endswith("down"))
        or (one.startswith("complaint:") and one.endswith("up"))
        for one in said
    )
    if signal["metric"] == "emotion" and signal["direction"] == "up":
        return [post for post in posts if post.emotion == signal["subject"]]
    if worse or (signal["metric"] == "index" and signal["direction"] == "up"):
        return sorted((p for p in posts if not _glad(p)), key=lambda p: p.emotion not in NEGATIVE)
    return posts


def of_want(need: dict[str, Any], facts: Facts) -> list[ShownPost]:
    """Posts that complain, ask or suggest and expect just that, of people who do not help others; those
    that say the want outright first.

    What is counted in the want, but no proof of it, is only quoted where it names it and means it.
    """
    counted = [
        post
        for post in facts.wishes.get(need["need_id"], [])
        if named(post.text, need) >= MOST and post.irony < PLAIN
    ]
    found = [*_verbatims(need, facts), *counted]
    posts = list({(post.network, post.post_id): post for post in found}.values())
    carrying = [
        post
        for post in posts
        if post.wishes and post.audience != "helpers" and not _glad(post) and expects(post, need)
    ]
    first_each = {post.author_id: post for post in reversed(carrying)}
    kept = [post for post in carrying if first_each[post.author_id] is post]
    return sorted(kept, key=lambda post: not post.explicit)


def expects(post: ShownPost, need: dict[str, Any]) -> bool:
    """Whether the post expects something of the want's theme, or of none that is known and names it."""
    if need["theme_id"] and post.expects:
        return post.expects == need["theme_id"]
    return named(post.text, need) > 0


def named(text: str, need: dict[str, Any]) -> float:
    """The share of the words of the want's name that the text has, in the language that has more; 1 of
    a name without any.
    """
    said = {word[:STEM] for word in _words(text)}
    names = (
        _stems(str(need.get(f"label_{language}") or ""), language) for language in ("fr", "en")
    )
    return max((len(stems & said) / len(stems) for stems in names if stems), default=1.0)


def _verbatims(row: dict[str, Any], facts: Facts) -> list[ShownPost]:
    keys = [(v["network"], v["post_id"]) for v in row["verbatims"] or []]
    return [
        facts.posts[key] for key in keys if key in facts.posts and facts.posts[key].text.strip()
    ]


def _glad(post: ShownPost) -> bool:
    return (
        post.emotion in ("joy", "trust") or post.intent == "praise" or (post.sentiment or 0) > GLAD
    )


@lru_cache(1000)
def _stems(label: str, language: str) -> frozenset[str]:
    return frozenset(
        without_accents(word, "NFKD")[:STEM]
        for word in re.findall(r"[^\W\d_]+", label.casefold())
        if len(word) >= SHORTEST and zipf_frequency(word, language) < COMMON
    )


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", without_accents(text.casefold(), "NFKD"))
