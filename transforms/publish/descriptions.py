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
    """Comment the tables of the schema `ops` in the words of `operations.yml`."""
    for name, about in yaml.safe_load(OPERATIONS.read_text(encoding="utf-8")).items():
        connection.execute(f"comment on table ops.{name} is {_text(about['description'])}")
        for column, words in about["columns"].items():
            connection.execute(
                f"comment on column ops.{name}.{identifier(column)} is {_text(words)}"
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
