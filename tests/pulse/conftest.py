"""A community with ten quiet weeks in its published marts, and an export file for the present hour."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from transforms.config.communities import Community, read_community
from transforms.config.settings import settings
from transforms.enrich import run as enrich
from transforms.reading import EMOTIONS
from transforms.warehouse import contracts

NOW = datetime.now(UTC).replace(minute=50, second=0, microsecond=0) - timedelta(hours=1)
"""The past hour: networks and files are asked at the machine's own time."""
WEEKS, A_DAY, UPSET = 10, 30, 0.2
COMMUNITY = """
name: sky
industry: airlines
language: en
timezone: Europe/Paris
accounts: [sky]
pulse: true
sources: [{{network: export, path: "{path}", account: sky}}]
recipients:
  - {{email: cm@example.org}}
  - {{email: chef@example.org, language: fr}}
"""
ANGRY = (
    "My flight {n} is cancelled again and nobody answers, this is unacceptable",
    "Cancelled with no warning, {n} hours in the terminal and no refund. Shame on you!",
    "Worst airline ever, you cancelled flight {n} and lied to all of us",
)


class Sky:
    """The community, its export file, and the hours that are looked at."""

    def __init__(self, folder: Path) -> None:
        self.file, self.path = folder / "posts.jsonl", folder / "communities" / "sky.yml"
        self.path.write_text(COMMUNITY.format(path=self.file))
        self.number = 0
        self.say(["Good morning from gate twelve"], NOW - timedelta(hours=9))

    @property
    def community(self) -> Community:
        return read_community(self.path)

    def say(self, texts: Iterable[str], at: datetime, minutes: float = 40) -> list[str]:
        """One post a text, each by another person, in the minutes before `at`; returns their ids."""
        texts = list(texts)
        ids = []
        with self.file.open("a", encoding="utf-8") as file:
            for place, text in enumerate(texts):
                self.number += 1
                ids.append(f"p{self.number}")
                when = at - timedelta(minutes=minutes * (1 - place / max(len(texts), 1)))
                row = {
                    "post_id": ids[-1], "network": "x", "account": "sky", "text": text, "language": "en",
                    "author_id": f"person-{self.number}", "created_at": when.isoformat(),
                }  # fmt: skip
                file.write(json.dumps(row) + "\n")
        return ids

    def storm(self, many: int, at: datetime) -> list[str]:
        """As many people as asked, each angry in words of their own."""
        first = self.number
        return self.say((ANGRY[n % 3].format(n=100 + first + n) for n in range(many)), at)


@pytest.fixture
def sky(folder) -> Sky:
    """The community before anybody looked; its marts are published."""
    publish(settings().published, WEEKS)
    return Sky(folder)


def publish(path: Path, weeks: int, model: str | None = None) -> None:
    """Quiet weeks of a community, up to the end of yesterday, as marts."""
    rng = np.random.default_rng(3)
    today = NOW.replace(hour=0, minute=0)
    hours = rng.uniform(-24 * 7 * weeks, -3, 7 * weeks * A_DAY)
    rows = [_post(n, today + timedelta(hours=h), rng, model) for n, h in enumerate(sorted(hours))]
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute("set timezone = 'UTC'")
        for mart in ("fct_posts", "fct_post_emotions", "dim_communities"):
            contracts.create(connection, mart)
        posts = pa.Table.from_pylist(rows)
        felt = pa.Table.from_pylist([_felt(row, name) for row in rows for name in EMOTIONS])
        connection.execute("insert into fct_posts by name select * from posts")
        connection.execute("insert into fct_post_emotions by name select * from felt")
        days = [(today - timedelta(days=n)).date() for n in (7 * weeks, 1)]
        connection.execute(
            "insert into dim_communities (community_id, industry, first_date, last_date) "
            "values ('sky', 'airlines', ?, ?)",
            days,
        )
    assert posts.num_rows == felt.num_rows / len(EMOTIONS)


def _post(n: int, at: datetime, rng: np.random.Generator, model: str | None) -> dict[str, Any]:
    return {
        "community_id": "sky", "industry": "airlines", "network": "x", "post_id": f"old{n}", "author_id": f"o{n % 400}",
        "is_brand": False, "created_at": at, "created_date": at.date(), "text": f"old {n}", "text_hash": f"h{n}",
        "complaint": 0.9 if rng.random() < UPSET else 0.02, "worded": True, "model": model or enrich.active_model(),
    }  # fmt: skip


def _felt(row: dict[str, Any], emotion: str) -> dict[str, Any]:
    keys = ("community_id", "industry", "network", "post_id", "is_brand", "created_date")
    return {key: row[key] for key in keys} | {"emotion": emotion, "probability": 0.02}
