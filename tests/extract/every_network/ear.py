"""A community that listens to one network, and what staging makes of what landed."""

import re
from pathlib import Path

import duckdb
import pytest
from jinja2 import Template

from transforms import lake
from transforms.config.settings import PROJECT, settings
from transforms.extract import run

COMMUNITY = """
name: {name}
industry: airlines
language: en
timezone: Europe/Paris
retention_days: 9000
accounts: {accounts}
sources:
  - {source}
"""


def staging_sql(network: str) -> str:
    """The staging model of a network, as DuckDB reads it from the lake."""
    folder = PROJECT / "dbt"
    macros = (folder / "macros" / "staging.sql").read_text()
    model = folder / "models" / "staging" / network / f"stg_{network}__posts.sql"
    table = f"read_parquet('{lake.root()}/raw/{network}/**/*.parquet', union_by_name = true)"
    return Template(macros + model.read_text()).render(source=lambda *_: table)


class Ear:
    """One source of one community: pull it, and read what is in the lake."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.network = folder, ""
        (folder / "communities").mkdir(parents=True)

    def listens_to(self, source: str, accounts: list[str]) -> None:
        found = re.search(r"network: (\w+)", source)
        assert found
        self.network = found[1]
        text = COMMUNITY.format(name="brand", accounts=accounts, source=source)
        (self.folder / "communities" / "brand.yml").write_text(text)

    def pull(self, night: str = "2025-06-30") -> dict:
        return run.extract_night("brand", 0, night)

    @property
    def raw(self) -> list[dict]:
        rows = lake.read(f"raw/{self.network}").sort_by(
            [("_dlt_load_id", "ascending"), ("line", "ascending")]
        )
        return rows.to_pylist()

    @property
    def staged(self) -> list[dict]:
        """Every version in the columns that all networks share, made by the staging model itself."""
        connection = duckdb.connect()
        connection.execute("set timezone = 'UTC'")
        sql = f"from ({staging_sql(self.network)}) order by load_id, line"
        return connection.execute(sql).to_arrow_table().to_pylist()

    @property
    def current(self) -> dict[str, dict]:
        """The latest version of each post that is not deleted, by its text."""
        gone = {row["post_id"] for row in self.staged if row["is_deleted"]}
        return {
            row["text"]: row
            for row in {r["post_id"]: r for r in self.staged}.values()
            if row["post_id"] not in gone
        }

    def written(self, home: Path) -> bytes:
        """Every byte that a pull wrote, Parquet files decoded as well."""
        files = [path.read_bytes() for path in home.rglob("*") if path.is_file()]
        tables = [
            str(lake.read(folder).to_pylist()).encode()
            for folder in (f"raw/{self.network}", "sources")
        ]
        return b"\n".join(files + tables)


@pytest.fixture
def ear(tmp_path, home, monkeypatch) -> Ear:
    monkeypatch.setenv("CMR_COMMUNITIES", str(tmp_path / "communities"))
    settings.cache_clear()
    lake.initialise()
    return Ear(tmp_path)
