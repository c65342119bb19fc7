"""The understand step: needs, emergent themes and how the model errs, from the warehouse to the lake."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from transforms import lake, ops, warehouse
from transforms.understand import posts as asked
from transforms.understand.emergent import emergent_themes
from transforms.understand.needs import Encode, needs
from transforms.understand.posts import Night, Post


def understand(corrections: list[dict[str, Any]], encode: Encode) -> dict[str, int]:
    """Write lake/understood: `corrections` as the active model states them, needs and emergent themes of every night.

    encode: texts -> sentence vectors. Only nights whose posts or readings changed are worked out anew; the result is
    the same in whatever order the nights were run. Returns how many nights there are and how many were worked out.
    """
    with ops.step("understand") as facts:
        for model in {row["model"] for row in corrections}:
            lake.write_rows("understood/corrections", model, [row for row in corrections if row["model"] == model])
        with warehouse.read_only() as connection:
            found = asked.nights(connection, lake.read("ledger/nights"))
            worked = 0
            for night in found:
                themes = asked.needs_of_themes(connection, night.industry)
                expecting = asked.expecting(connection, night)
                worked += _write("understood/needs", night, expecting, partial(needs, themes=themes, encode=encode))
                first = night.day - timedelta(days=asked.RECENT - 1)
                unexplained = asked.unexplained(connection, night, first)
                worked += _write(
                    "understood/emergent_themes", night, unexplained, partial(emergent_themes, encode=encode)
                )
        facts |= {"nights": len(found), "worked_out": worked}
        return {"nights": len(found), "worked_out": worked}


def _write(folder: str, night: Night, posts: list[Post], rows_of: Callable[[Night, list[Post]], list[dict]]) -> int:
    """Work out and write one night's file unless it is there for the same posts; older ones of the night go."""
    name = f"{night.community}/{night.day.isoformat()}-{_key(posts)}"
    if lake.exists(folder, name):
        return 0
    lake.write_rows(folder, name, rows_of(night, posts))
    for other in lake.names(folder):
        if other.startswith(f"{night.community}/{night.day.isoformat()}-") and other != name:
            lake.filesystem().rm(lake.path(folder, f"{other}.parquet"))
    return 1


def _key(posts: list[Post]) -> str:
    """A hash of everything that the result depends on: the posts, their texts, how they were read, and this method."""
    digest = hashlib.sha256(METHOD.encode())
    for post in posts:
        digest.update(repr(post).encode("utf-8", "replace"))
    return digest.hexdigest()[:12]


METHOD = "average-link-1"
"""Names the way of grouping: another name works every night out anew."""
