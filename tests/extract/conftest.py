"""A small community whose one source is a file that each test writes."""

import json
from pathlib import Path

import pyarrow as pa
import pytest

from tests.extract.every_network.ear import ear
from tests.extract.every_network.recording import recorded, recording
from transforms import lake
from transforms.config.settings import settings
from transforms.extract import run

__all__ = ("bench", "ear", "post", "recorded", "recording")
COMMUNITY = """
name: {name}
industry: airlines
language: en
timezone: Europe/Paris
accounts: ["@Brand", other_brand]
sources:
{sources}
"""


def _post(number: int = 1, **changes) -> dict:
    """One row of an export, with some fields changed."""
    row = {
        "post_id": f"p{number}",
        "network": "x",
        "account": "brand",
        "author_id": f"someone_{number}",
        "text": f"The {number} o'clock flight is late",
        "created_at": f"2025-06-{1 + number % 28:02}T10:00:00Z",
        "language": "en",
        "in_reply_to": None,
        "format": "text",
        "likes": None,
        "replies": 0,
        "shares": 2,
        "views": None,
        "followers": 10,
    }
    return row | changes


@pytest.fixture(scope="session")
def post():
    """Makes rows: `post(number, field=value, …)`."""
    return _post


class Bench:
    """A folder of community files, an export file, and what the lake holds after a pull."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.file = folder, folder / "posts.jsonl"
        (folder / "communities").mkdir(parents=True)
        self.community()

    def community(
        self, name: str = "brand", path: Path | None = None, extra: str = "account: brand"
    ) -> None:
        source = f"  - {{network: export, path: '{path or self.file}', {extra}}}"
        (self.folder / "communities" / f"{name}.yml").write_text(
            COMMUNITY.format(name=name, sources=source)
        )

    def lines(self, *rows: dict | str | bytes) -> None:
        contents = [
            r if isinstance(r, bytes) else (r if isinstance(r, str) else json.dumps(r)).encode()
            for r in rows
        ]
        self.file.write_bytes(b"".join(content + b"\n" for content in contents))

    def pull(self, *rows: dict | str | bytes) -> dict:
        if rows:
            self.lines(*rows)
        return run.extract_night("brand", 0, "2025-06-30")

    @property
    def posts(self) -> list[dict]:
        return (
            lake.read("raw/export")
            .sort_by([("_dlt_load_id", "ascending"), ("line", "ascending")])
            .to_pylist()
        )

    @property
    def set_aside(self) -> list[tuple[int, str, str]]:
        return [
            (row["line"], row["field"], row["reason"])
            for row in lake.read("quarantine").to_pylist()
        ]

    @property
    def status(self) -> dict:
        return {row["community_id"]: row for row in lake.read("sources").to_pylist()}

    def parquet(self, rows: list[dict]) -> None:
        import pyarrow.parquet as pq

        pq.write_table(pa.Table.from_pylist(rows), self.file)


@pytest.fixture
def bench(tmp_path, home, monkeypatch) -> Bench:
    monkeypatch.setenv("CMR_COMMUNITIES", str(tmp_path / "communities"))
    settings.cache_clear()
    lake.initialise()
    return Bench(tmp_path)
