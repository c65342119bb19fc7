"""What dbt promises of every mart: its columns with their types, and its key.

The promises stand beside the models (`dbt/models/marts/**/*.yml`), where dbt enforces them; whoever
checks marts or makes some by hand reads them here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import duckdb
import yaml

from transforms.config.settings import PROJECT
from transforms.warehouse.sql import identifier

MARTS = PROJECT / "dbt" / "models" / "marts"


@dataclass(frozen=True)
class Contract:
    """One mart: column -> DuckDB's type, in the mart's order, and the columns that no two rows
    share.
    """

    columns: Mapping[str, str]
    key: tuple[str, ...]


@cache
def contracts() -> dict[str, Contract]:
    """Mart -> contract, for every mart but the industries' wide ones, which their packs make."""
    files = sorted(MARTS.rglob("*.yml"))
    models = [model for path in files for model in _documented(path.read_text(encoding="utf-8"))]
    return {model["name"]: _contract(model) for model in models}


def create(connection: duckdb.DuckDBPyConnection, mart: str) -> None:
    """An empty table with the mart's name and columns, in the connection's own database."""
    columns = ", ".join(
        f"{identifier(name)} {kind}" for name, kind in contracts()[mart].columns.items()
    )
    connection.execute(f"create or replace table {identifier(mart)} ({columns})")


def _documented(text: str) -> list[dict[str, Any]]:
    return yaml.load(text, yaml.CSafeLoader).get("models", [])


def _contract(model: dict[str, Any]) -> Contract:
    [unique] = [
        test["unique_combination"] for test in model["data_tests"] if "unique_combination" in test
    ]
    return Contract(
        columns={column["name"]: column["data_type"] for column in model["columns"]},
        key=tuple(unique["arguments"]["columns"]),
    )
