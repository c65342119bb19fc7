"""What every mart and column means, as comments in the published file: BI tools show them beside
the names.
"""

import json
from pathlib import Path
from typing import Any

import duckdb
import yaml

from transforms.warehouse.sql import identifier, literal

OPERATIONS = Path(__file__).with_name("operations.yml")


def describe(connection: duckdb.DuckDBPyConnection, manifest: Path) -> int:
    """Comment the tables and columns of `connection` in the words of dbt's `manifest`; returns how
    many comments.

    Nothing when dbt left no manifest: the figures are the same without words.
    """
    if not manifest.exists():
        return 0
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"].values()
    models = {node["name"]: node for node in nodes if node["resource_type"] == "model"}
    present: dict[str, list[str]] = {}
    for table, column in connection.execute(
        "select table_name, column_name from duckdb_columns() where database_name = current_database()"
    ).fetchall():
        present.setdefault(table, []).append(column)
    comments = [
        statement
        for table in present
        if table in models
        for statement in _of(models[table], present[table])
    ]
    for statement in comments:
        connection.execute(statement)
    return len(comments)


def describe_operations(connection: duckdb.DuckDBPyConnection) -> None:
    """Comment what the schema `ops` shows, in the words of `operations.yml`, and the tables that it
    shows.
    """
    known = connection.execute("""
        select schema_name || '.' || table_name, 'table' from duckdb_tables() where not internal
        union all
        select schema_name || '.' || view_name, 'view' from duckdb_views() where not internal""").fetchall()
    kinds = dict(known)
    for name, about in yaml.safe_load(OPERATIONS.read_text(encoding="utf-8")).items():
        for there in (f"main.ops_{name}", f"ops.{name}"):
            if there in kinds:
                connection.execute(
                    f"comment on {kinds[there]} {there} is {_text(about['description'])}"
                )
                for column, words in about["columns"].items():
                    connection.execute(
                        f"comment on column {there}.{identifier(column)} is {_text(words)}"
                    )


def _of(model: dict[str, Any], columns: list[str]) -> list[str]:
    name = identifier(model["name"])
    found = (
        [f"comment on table {name} is {_text(model['description'])}"]
        if model["description"]
        else []
    )
    for column, about in model["columns"].items():
        if column in columns and about["description"]:
            found.append(
                f"comment on column {name}.{identifier(column)} is {_text(about['description'])}"
            )
    return found


def _text(words: str) -> str:
    return literal(" ".join(words.split()))
