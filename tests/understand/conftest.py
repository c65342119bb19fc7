"""Posts and a warehouse by hand, and the real encoder."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest

from transforms.enrich.run import encode as real_encode
from transforms.understand.asked import NightToUnderstand, ReadPost

NIGHT = NightToUnderstand("free", "telecom", date(2025, 6, 30))


@pytest.fixture(scope="session")
def encode() -> Callable[[list[str]], np.ndarray]:
    return real_encode


def post(
    number: int,
    text: str,
    *,
    days_ago: int = 1,
    language: str = "fr",
    theme: str | None = None,
    author: str = "",
    explicit: bool = False,
) -> ReadPost:
    """A post of some days before the night, by an author of its own unless named."""
    return ReadPost(
        "export", f"p{number:04d}", author or f"a{number}", text, f"h{number}", language, theme, "un besoin",
        explicit, Decimal("0.7000"), "m1", NIGHT.day - timedelta(days=days_ago),
    )  # fmt: skip


SUBJECTS = (
    "sombre|dark",
    "rembours|refund|money back",
    "fibre|fiber",
    "sous-titre|subtitle",
    "prix|price|cher",
)
"""What the posts of the tests are about: a word of either language."""


def meaning(texts: list[str]) -> np.ndarray:
    """Unit vectors of the subjects that a text names; one without any lies by itself."""
    rows = np.zeros((len(texts), len(SUBJECTS) + 64))
    for row, text in enumerate(texts):
        for place, words in enumerate(SUBJECTS):
            rows[row, place] = any(word in text.lower() for word in words.split("|"))
        if not rows[row].any():
            rows[row, len(SUBJECTS) + sum(map(ord, text)) % 64] = 1
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)
