"""What a community speaks of that its industry's pack does not know: groups of posts, named in its own words."""

import hashlib
from collections import Counter
from decimal import Decimal
from typing import Any

from transforms.understand.grouping import group
from transforms.understand.naming import names
from transforms.understand.needs import Encode
from transforms.understand.posts import Night, Post

SMALLEST = 5
"""Posts, and LEAST_PEOPLE authors, that make a theme."""
LEAST_PEOPLE = 3


def emergent_themes(night: Night, posts: list[Post], encode: Encode) -> list[dict[str, Any]]:
    """Rows of understood/emergent_themes: one per post of a theme that emerged."""
    if len(posts) < SMALLEST:
        return []
    vectors = encode([post.text for post in posts])
    labels = group(vectors)
    sizes = Counter(labels.tolist())
    called = names([post.text for post in posts], labels)
    rows = []
    for label, size in sorted(sizes.items()):
        members = [i for i, one in enumerate(labels.tolist()) if one == label]
        if size < SMALLEST or len({posts[i].author_id for i in members}) < LEAST_PEOPLE or not called[label]:
            continue
        centre = vectors[members].mean(axis=0)
        name, identity = " ".join(called[label]), theme_id(night.community, called[label])
        rows += [
            {
                "community_id": night.community, "night": night.day, "theme_id": identity,
                "label_fr": name, "label_en": name, "network": posts[i].network, "post_id": posts[i].post_id,
                "score": Decimal(f"{min(1.0, max(0.0, float(vectors[i] @ centre))):.4f}"),
            }
            for i in members
        ]  # fmt: skip
    return rows


def theme_id(community: str, words: list[str]) -> str:
    """The identity of a theme that emerged, from its community and the words it was first called by."""
    known = "/".join([community, *words])
    return f"emergent_{hashlib.sha256(known.encode()).hexdigest()[:8]}"
