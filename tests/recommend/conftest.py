"""Small warehouses made by hand: the marts that `recommend` reads, with the columns of the
contract.
"""

import shutil
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import duckdb
import pandas as pd
import pytest
import yaml

from transforms import lake
from transforms.config.settings import settings
from transforms.reading import EMOTIONS
from transforms.warehouse import contracts

TABLES = (
    "dim_communities", "dim_themes", "fct_posts", "fct_post_metrics", "fct_post_emotions", "fct_post_themes",
    "fct_expectations", "fct_signals",
)  # fmt: skip


@dataclass
class Marts:
    """Rows to be, per table; `write` makes the warehouse of them."""

    rows: dict[str, list[dict]] = field(default_factory=lambda: {table: [] for table in TABLES})

    def community(self, name: str, last: date, industry: str = "airlines", **more: object) -> None:
        about = {"language": "en", "timezone": "Europe/Paris", "simulated": False, "pool": False}
        self.rows["dim_communities"].append(
            {"community_id": name, "industry": industry, "name": name, "last_date": last}
            | about
            | more
        )
        for theme in ("delay", "food", "loyalty"):
            self.rows["dim_themes"].append(
                {
                    "community_id": name,
                    "industry": industry,
                    "theme_id": theme,
                    "kind": "pack",
                    "label_fr": f"{theme} (fr)",
                    "label_en": f"{theme} (en)",
                }
            )

    def post(self, name: str, post_id: str, at: datetime, **more: object) -> None:
        """A post; `engagement` is observed 48 hours later unless `observed_at` says when; emotions
        from `felt`.
        """
        felt = more.pop("felt", {})
        engagement, observed_at = (
            more.pop("engagement", None),
            more.pop("observed_at", at + timedelta(hours=48)),
        )
        basis = more.pop("metrics_basis", "observed")
        row = {
            "community_id": name, "industry": "airlines", "network": "x", "post_id": post_id, "author_id": "brand",
            "is_brand": True, "created_at": at, "created_date": at.date(), "local_hour": at.hour,
            "weekday": at.isoweekday(), "text": "some words", "format": "text", "sentiment": 0.0, "question": 0.0,
            "dominant_emotion": "trust", "top_theme_id": "delay", "engagement": engagement, "audience": None,
        } | more  # fmt: skip
        self.rows["fct_posts"].append(row)
        key = {k: row[k] for k in ("community_id", "industry", "network", "post_id")}
        if engagement is not None:
            age = (observed_at - at).total_seconds() / 3600
            self.rows["fct_post_metrics"].append(
                key
                | {
                    "observed_at": observed_at,
                    "age_hours": age,
                    "engagement": engagement,
                    "metrics_basis": basis,
                }
            )
        about = {"is_brand": row["is_brand"], "created_date": row["created_date"]}
        if row["top_theme_id"]:
            self.rows["fct_post_themes"].append(
                key | about | {"theme_id": row["top_theme_id"], "score": 1, "rank": 1}
            )
        for emotion in EMOTIONS:
            share = felt.get(emotion, 0.05)
            self.rows["fct_post_emotions"].append(
                key | about | {"emotion": emotion, "probability": share, "is_present": share >= 0.5}
            )

    def write(self) -> None:
        """The warehouse, and the same published."""
        settings().warehouse.parent.mkdir(parents=True, exist_ok=True)
        settings().warehouse.unlink(missing_ok=True)
        with duckdb.connect(str(settings().warehouse)) as connection:
            connection.execute("set timezone = 'UTC'")
            for table in TABLES:
                contracts.create(connection, table)
                if self.rows[table]:
                    frame = pd.DataFrame(self.rows[table])
                    connection.register("incoming", frame)
                    connection.execute(f"insert into {table} by name select * from incoming")
                    connection.unregister("incoming")
        settings().published.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(settings().warehouse, settings().published)


NIGHT = date(2025, 6, 17)
NIGHTS = {"sky": NIGHT.isoformat()}
LIVE = datetime(2025, 6, 18, 1, tzinfo=UTC)
"""An hour at which the night of these tests is over and the day that it advises has just begun."""
LATER = datetime(2026, 1, 1, tzinfo=UTC)
THEMES = ("delay", "food", "loyalty")
FORMATS = ("text", "image")


def noon(days_before: int, hour: int = 10) -> datetime:
    """An instant some days before the night of these tests."""
    return datetime(NIGHT.year, NIGHT.month, NIGHT.day, hour, tzinfo=UTC) - timedelta(
        days=days_before
    )


def fill(marts: Marts, name: str, posts: int, replies: int = 1) -> None:
    """`posts` brand posts, one a day up to three days before the night; food in pictures does four
    times better.
    """
    for i in range(posts):
        theme, form = THEMES[i % 3], FORMATS[i % 2]
        good = theme == "food" and form == "image"
        engagement = (80 if good else 20) + (i * 7) % 9
        at = noon(posts - i + 3, hour=8 + i % 10)
        marts.post(name, f"b{i}", at, engagement=engagement, top_theme_id=theme, format=form)
        for r in range(replies):
            marts.post(
                name,
                f"r{i}-{r}",
                at + timedelta(hours=2),
                is_brand=False,
                author_id=f"m{(i + r) % 7}",
                in_reply_to=f"b{i}",
                top_theme_id=theme,
                audience=("critics", "regulars")[i % 2],
                felt={"anger": 0.9} if theme == "delay" else {"joy": 0.9},
                sentiment=-0.5 if theme == "delay" else 0.5,
            )


@pytest.fixture
def marts(home, monkeypatch, tmp_path) -> Marts:
    """An empty set of marts in a home of its own, with no community files."""
    folder = tmp_path / "communities"
    folder.mkdir()
    monkeypatch.setenv("CMR_COMMUNITIES", str(folder))
    settings.cache_clear()
    return Marts()


def advised(community: str = "sky") -> list[dict]:
    """The advice in the ledger, by day and rank."""
    rows = lake.read("ledger/recommendations").to_pylist()
    return sorted(
        (r for r in rows if r["community_id"] == community),
        key=lambda r: (r["for_date"], r["rank"]),
    )


def community_file(**limits: object) -> None:
    """Write the file of the community `sky`."""
    content = {
        "name": "sky",
        "industry": "airlines",
        "language": "en",
        "accounts": ["sky"],
        "sources": [{"network": "export", "path": "posts.jsonl"}],
        "limits": limits,
    }
    (settings().communities / "sky.yml").write_text(yaml.safe_dump(content))
