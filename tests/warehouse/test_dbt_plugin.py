"""Every connection of dbt is let into the lake, and one of the DuckLake target into that too."""

from types import SimpleNamespace

import duckdb
import pytest

from transforms.warehouse import bucket, dbt_plugin, lakehouse


@pytest.fixture
def opened(home, monkeypatch) -> list[str]:
    """What was opened on a connection, in order."""
    found: list[str] = []
    monkeypatch.setattr(bucket, "open_to", lambda _, root: found.append(root))
    monkeypatch.setattr(lakehouse, "introduce", lambda _: found.append(lakehouse.NAME))
    return found


def plugin(database: str) -> dbt_plugin.Plugin:
    return dbt_plugin.Plugin("cmr", {}, SimpleNamespace(database=database))


@pytest.mark.parametrize(
    ("database", "expected"), [("warehouse", 1), (lakehouse.NAME, 2)], ids=["file", "ducklake"]
)
def test_a_connection_gets_the_lake_and_the_lakehouse_where_dbt_builds_in_it(
    opened, home, database, expected
):
    with duckdb.connect() as connection:
        plugin(database).configure_connection(connection)
    assert opened == [str(home / "lake"), lakehouse.NAME][:expected]


def test_a_cursor_of_the_lakehouse_writes_into_the_writer_s_schema(monkeypatch):
    monkeypatch.setenv("CMR_WRITER_SCHEMA", "night")
    with duckdb.connect() as connection:
        connection.execute(f"attach ':memory:' as {lakehouse.NAME}")
        connection.execute(f"create schema {lakehouse.NAME}.night")
        plugin(lakehouse.NAME).configure_cursor(connection)
        there = connection.execute("select current_database(), current_schema()").fetchone()
        assert there == (lakehouse.NAME, "night")
        plugin("warehouse").configure_cursor(connection)
        assert connection.execute("select current_schema()").fetchone() == ("night",)
