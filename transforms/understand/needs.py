"""What a community's people want, in groups: one need is one row per post that expresses it."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np

from transforms.understand.grouping import group
from transforms.understand.naming import names
from transforms.understand.posts import Night, Post
from transforms.understand.wording import Encode, likeness, vague_words

AT_LEAST = 3
"""Posts that make a need of their own inside a theme; fewer belong to the need of the theme as a whole."""
COMMON = 0.1
"""Share of a theme's posts beyond which a word is the theme itself, and tells no need from another."""
MOST = 3_000
"""Posts of one theme that are compared with each other: the latest ones."""


def needs(
    night: Night, posts: list[Post], themes: Mapping[str, Mapping[str, str]], encode: Encode
) -> list[dict[str, Any]]:
    """Rows of understood/needs: the night's posts grouped by theme, and inside a theme by what they name.

    themes: theme -> its need in both languages. A post without theme or companions is in no need.
    """
    by_theme: dict[str, list[Post]] = {}
    for post in posts:
        by_theme.setdefault(post.theme if post.theme and post.theme in themes else "", []).append(post)
    return [
        row
        for theme, members in sorted(by_theme.items())
        for row in _of_theme(night, theme, members, themes.get(theme), encode)
    ]


def _of_theme(
    night: Night, theme: str, posts: list[Post], need: Mapping[str, str] | None, encode: Encode
) -> list[dict[str, Any]]:
    compared = sorted(posts, key=lambda p: (p.created_date, p.network, p.post_id))[-MOST:]
    labels = group(likeness([post.text for post in compared], encode, COMMON))
    sizes = Counter(labels.tolist())
    skip = vague_words([post.text for post in compared], encode) | {night.community}
    french, english = _names(compared, labels, "fr", skip), _names(compared, labels, "en", skip)
    rows = []
    for post, label in zip(compared, labels.tolist(), strict=True):
        words = {"fr": french.get(label) or english.get(label), "en": english.get(label) or french.get(label)}
        if sizes[label] >= AT_LEAST and words["fr"] and words["en"]:
            rows.append(_row(night, post, need_id(theme, words["en"]), theme, _label(need, words)))
        elif need:
            rows.append(_row(night, post, theme, theme, need))
    if need:
        rows += [_row(night, post, theme, theme, need) for post in posts if post not in set(compared)]
    return rows


def _names(posts: list[Post], labels: np.ndarray, language: str, skip: frozenset[str]) -> dict[int, str]:
    """Group -> its most telling words in one language, from the posts in it that are."""
    chosen = [i for i, post in enumerate(posts) if post.language == language]
    if not chosen:
        return {}
    called = names([posts[i].text for i in chosen], labels[chosen], most=2, skip=skip)
    return {label: " ".join(words) for label, words in called.items() if words}


def _label(need: Mapping[str, str] | None, words: Mapping[str, str | None]) -> dict[str, str]:
    """What a need is called: the theme's need, and what these people name."""
    if need is None:
        return {"fr": words["fr"] or "", "en": words["en"] or ""}
    return {"fr": f"{need['fr']} : {words['fr']}", "en": f"{need['en']}: {words['en']}"}


def need_id(theme: str, words: str) -> str:
    """The identity of a need: the same for the same theme and words on every night."""
    return f"need_{hashlib.sha256(f'{theme}/{words}'.encode()).hexdigest()[:8]}"


def _row(night: Night, post: Post, identity: str, theme: str, label: Mapping[str, str]) -> dict[str, Any]:
    return {
        "community_id": night.community, "night": night.day, "need_id": identity, "theme_id": theme or None,
        "label_fr": label["fr"], "label_en": label["en"], "network": post.network, "post_id": post.post_id,
        "explicit": post.explicit, "score": post.score,
    }  # fmt: skip
