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
from transforms.report.content.replies.echo import is_echo
from transforms.report.facts.facts import Facts, ShownPost

GLAD = 0.1
"""Sentiment (-1 to 1) above which a post is no proof of what went wrong or is missing."""
COMMON = 5.7
"""Zipf frequency from which a word says nothing of what a want is about, such as "after" or "another"."""
MOST, WORDS = 0.5, 2
"""Share and number of the telling words of a want's name from which on a text names it: whoever asks for
the fees of a termination shares one word with « une résiliation prise en compte », and wants another
thing."""
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
    found = [*_verbatims(need, facts), *facts.wishes.get(need["need_id"], [])]
    posts = list({(post.network, post.post_id): post for post in found}.values())
    carrying = [
        post
        for post in posts
        if post.wishes
        and post.audience != "helpers"
        and not _glad(post)
        and carries(post, need, facts)
    ]
    first_each = {post.author_id: post for post in reversed(carrying)}
    kept = [post for post in carrying if first_each[post.author_id] is post]
    return sorted(kept, key=lambda post: not post.explicit)


def carries(post: ShownPost, need: dict[str, Any], facts: Facts) -> bool:
    """Whether the post expects what the want says and tells so itself: by the night's proofs, or in the
    words of its name, seriously. A want of several themes has its proofs alone to go by.
    """
    proves = {"network": post.network, "post_id": post.post_id} in (need["verbatims"] or [])
    expects = _expects(post, need) or (proves and not need["theme_id"])
    if is_echo(post.text) or not expects:
        return False
    theme = (facts.labels or {}).get(need["theme_id"]) or {}
    return proves or (_names(post.text, need, theme) and post.irony < PLAIN)


def _names(text: str, need: dict[str, Any], theme: dict[str, Any]) -> bool:
    """Whether the text has enough telling words of the want's name, in one of its languages; a word of
    its theme's name tells nothing, as all who write of the theme have it.
    """
    said = _said(text)
    telling = [s - about for s, about in zip(_stems_of(need), _stems_of(theme), strict=True)]
    return any(len(stems & said) >= max(WORDS, MOST * len(stems)) for stems in telling)


def _expects(post: ShownPost, need: dict[str, Any]) -> bool:
    """Whether the post expects something of the want's theme, or of none that is known and has a word
    of its name.
    """
    if need["theme_id"] and post.expects:
        return post.expects == need["theme_id"]
    named = [stems for stems in _stems_of(need) if stems]
    return not named or any(stems & _said(post.text) for stems in named)


def _stems_of(named: dict[str, Any]) -> list[frozenset[str]]:
    return [
        _stems(str(named.get(f"label_{language}") or ""), language) for language in ("fr", "en")
    ]


def _said(text: str) -> set[str]:
    return {word[:STEM] for word in _words(text)}


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
