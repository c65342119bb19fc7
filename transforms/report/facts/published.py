"""The published file, read only."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb


class Published:
    """A read-only connection to the published file; a table that is not there has no rows."""

    def __init__(self, path: Path) -> None:
        self.connection: duckdb.DuckDBPyConnection | None = None
        self.tables: set[str] = set()
        if path.exists():
            self.connection = duckdb.connect(str(path), read_only=True)
            self.connection.execute("set timezone = 'UTC'")
            found = self.connection.execute(
                "select if(table_schema = 'main', '', table_schema || '.') || table_name "
                "from information_schema.tables"
            ).fetchall()
            self.tables = {name for (name,) in found}

    def __enter__(self) -> "Published":
        return self

    def __exit__(self, *_: object) -> None:
        if self.connection:
            self.connection.close()

    def rows(
        self, table: str, query: str, parameters: Sequence[Any] | Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        """The rows of `query`, which reads `table` and binds `parameters`, by place or by name."""
        if self.connection is None or table not in self.tables:
            return []
        cursor = self.connection.execute(
            query, dict(parameters) if isinstance(parameters, Mapping) else list(parameters)
        )
        columns = [c[0] for c in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]

    def one(
        self, table: str, query: str, parameters: Sequence[Any] | Mapping[str, Any]
    ) -> dict[str, Any] | None:
        rows = self.rows(table, query, parameters)
        return rows[0] if rows else None
