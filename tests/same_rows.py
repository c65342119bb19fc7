"""Two published files beside each other, and the rows that only one of them has."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb


@contextmanager
def both(one: Path, other: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that reads the files as the databases `one` and `other`."""
    with duckdb.connect() as connection:
        for name, path in (("one", one), ("other", other)):
            connection.execute(f"attach '{path}' as {name} (read_only)")
        yield connection


def rows_apart(
    connection: duckdb.DuckDBPyConnection, tables: Iterable[str], without: Iterable[str] = ()
) -> dict[str, int]:
    """Rows of each table that stand in one file and not in the other; empty when they are the same.

    without: columns that are not compared, where a table has them.
    """
    columns = "columns(c -> c not in ({}))".format(", ".join(f"'{one}'" for one in ("", *without)))
    found = {}
    for table in tables:
        one, other = (f"select {columns} from {name}.main.{table}" for name in ("one", "other"))
        [count] = connection.execute(f"""
            select count(*) from (
                ({one} except all {other}) union all ({other} except all {one}))""").fetchone()
        if count:
            found[table] = count
    return found
