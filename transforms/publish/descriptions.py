"""What every mart and column means, as comments in the published file: BI tools show them beside the names."""

import json
from pathlib import Path
from typing import Any

import duckdb

from transforms.sql import identifier, literal


def describe(connection: duckdb.DuckDBPyConnection, manifest: Path) -> int:
    """Comment the tables and columns of `connection` in the words of dbt's `manifest`; returns how many comments.

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
    comments = [statement for table in present if table in models for statement in _of(models[table], present[table])]
    for statement in comments:
        connection.execute(statement)
    return len(comments)


def _of(model: dict[str, Any], columns: list[str]) -> list[str]:
    name = identifier(model["name"])
    found = [f"comment on table {name} is {_text(model['description'])}"] if model["description"] else []
    for column, about in model["columns"].items():
        if column in columns and about["description"]:
            found.append(f"comment on column {name}.{identifier(column)} is {_text(about['description'])}")
    return found


def _text(words: str) -> str:
    return literal(" ".join(words.split()))
