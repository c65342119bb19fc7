"""A community whose export is a case's file, night after night, up to its current posts."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from transforms.config.settings import settings
from transforms.enrich import run as enrich
from transforms.extract import run as extract
from transforms.extract import sources
from transforms.extract.exports import pull
from transforms.stage import run as stage

COMMUNITY = """
name: maison
industry: telecom
language: fr
timezone: {timezone}
accounts: [{accounts}]
sources:
  - {{network: export, path: '{path}'}}
{more}
"""


class Maison:
    """One small community; `night` pulls a case's file and stages it at an instant."""

    def __init__(self, folder: Path, case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self._case, self._monkeypatch = folder, case, monkeypatch
        self.accounts, self.timezone, self.more = "marque", "Europe/Paris", "as_of: latest"

    def night(self, file: str, at: datetime | None = None) -> dict[str, Any]:
        """Pull `file` and stage the night; `at`: when that takes place, by every clock of the
        steps.
        """
        path = self.folder / "posts.jsonl"
        path.write_bytes((self._case / file).read_bytes())
        self._write(path)
        if at:
            self._stop_the_clock(at)
        facts = extract.extract_night("maison", 0)
        stage.stage(None, at or datetime.now(UTC), enrich.active_model(), enrich.thresholds())
        return facts

    def posts(self, *columns: str) -> dict[str, Any]:
        """Post id -> what the community's current posts say in these columns, one or a tuple."""
        with duckdb.connect(str(settings().warehouse), read_only=True) as connection:
            rows = connection.execute(
                f"select post_id, {', '.join(columns)} from int_posts_current"
            ).fetchall()
        return {post: values[0] if len(values) == 1 else tuple(values) for post, *values in rows}

    def _write(self, path: Path) -> None:
        text = COMMUNITY.format(
            timezone=self.timezone, accounts=self.accounts, path=path, more=self.more
        )
        (self.folder / "communities" / "maison.yml").write_text(text)

    def _stop_the_clock(self, at: datetime) -> None:
        class Stopped(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> datetime:
                return at.astimezone(tz)

        for module in (extract, sources, pull):
            self._monkeypatch.setattr(module, "datetime", Stopped)
