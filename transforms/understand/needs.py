"""What a community's people want, in groups: one need is one row per post that expresses it."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from transforms.understand.grouping import group
from transforms.understand.naming import names
from transforms.understand.posts import Night, Post

Encode = Callable[[list[str]], np.ndarray]
"""Texts -> unit sentence vectors (n, 512), one space for both languages."""


def needs(
    night: Night, posts: list[Post], themes: Mapping[str, Mapping[str, str]], encode: Encode
) -> list[dict[str, Any]]:
    """Rows of understood/needs: the night's posts in groups, by theme first and by meaning where there is none."""
    rows = []
    by_theme: dict[str | None, list[Post]] = {}
    for post in posts:
        by_theme.setdefault(post.theme if post.theme in themes else None, []).append(post)
    for theme, members in sorted(by_theme.items(), key=lambda item: item[0] or ""):
        if theme is not None:
            rows += [_row(night, post, theme, theme, dict(themes[theme])) for post in members]
        else:
            rows += _without_theme(night, members, encode)
    return rows


def _without_theme(night: Night, posts: list[Post], encode: Encode) -> list[dict[str, Any]]:
    labels = group(encode([post.text for post in posts]))
    sizes = Counter(labels.tolist())
    called = names([post.text for post in posts], labels)
    rows = []
    for post, label in zip(posts, labels.tolist(), strict=True):
        if sizes[label] > 1 and called[label]:
            need = " ".join(called[label])
            rows.append(_row(night, post, need_id("", need), None, {"fr": need, "en": need}))
    return rows


def need_id(theme: str, words: str) -> str:
    """The identity of a need: the same for the same theme and words on every night."""
    return f"need_{hashlib.sha256(f'{theme}/{words}'.encode()).hexdigest()[:8]}"


def _row(night: Night, post: Post, identity: str, theme: str | None, label: Mapping[str, str]) -> dict[str, Any]:
    return {
        "community_id": night.community, "night": night.day, "need_id": identity, "theme_id": theme,
        "label_fr": label["fr"], "label_en": label["en"], "network": post.network, "post_id": post.post_id,
        "explicit": post.explicit, "score": post.score,
    }  # fmt: skip
