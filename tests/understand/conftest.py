"""Posts and a warehouse by hand, and the real encoder."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest

from transforms.enrich.run import encode as real_encode
from transforms.understand.posts import Night, Post

NIGHT = Night("free", "telecom", date(2025, 6, 30))


@pytest.fixture(scope="session")
def encode() -> Callable[[list[str]], np.ndarray]:
    return real_encode


def post(
    number: int, text: str, *, days_ago: int = 1, language: str = "fr", theme: str | None = None, author: str = ""
) -> Post:
    """A post of some days before the night, by an author of its own unless named."""
    return Post(
        "export", f"p{number:04d}", author or f"a{number}", text, f"h{number}", language, theme, "un besoin",
        False, Decimal("0.7000"), "m1", NIGHT.day - timedelta(days=days_ago),
    )  # fmt: skip
