"""DuckDB and SQLite files without forgotten people, rewritten so that no free page keeps what was
erased.
"""

import contextlib
import os
import shutil
import sqlite3
import uuid
from pathlib import Path

import duckdb
import pyarrow as pa

from transforms.privacy.erasure.cells import KEYS, Forgotten, cleaner, goes, needs_network
from transforms.privacy.erasure.mails import clean_stored
from transforms.warehouse.sql import identifier, literal


def scrub_duckdb(path: Path, forgotten: Forgotten, erase: bool) -> int:
    """How many rows and values a DuckDB file held; with `erase`, a new file without them takes its
    place.

    The copy that is scrubbed is copied once more by COPY FROM DATABASE, because deleting leaves
    pages behind.
    """
    draft, fresh = (
        path.with_name(f".{path.name}.{uuid.uuid4().hex}.{end}") for end in ("draft", "new")
    )
    try:
        shutil.copyfile(path, draft)
        wal = path.with_name(f"{path.name}.wal")
        if wal.exists():
            shutil.copyfile(wal, draft.with_name(f"{draft.name}.wal"))
        with duckdb.connect() as connection:
            connection.execute(f"attach {literal(draft)} as {identifier(path.stem)}")
            connection.execute(f"use {identifier(path.stem)}")
            found = scrub_tables(connection, forgotten)
            if not found or not erase:
                return found
            _start_anew(connection)
            _copy(connection, identifier(path.stem), fresh)
        os.replace(fresh, path)
        wal.unlink(missing_ok=True)
    finally:
        for left in (draft, fresh):
            for one in (left, left.with_name(f"{left.name}.wal")):
                one.unlink(missing_ok=True)
    return found


def scrub_tables(connection: duckdb.DuckDBPyConnection, forgotten: Forgotten) -> int:
    """Take forgotten people out of every table of the connection's own database; returns rows and
    values changed.
    """
    tables = connection.execute(
        "select schema_name, table_name from duckdb_tables() where database_name = current_database() and not internal"
    ).fetchall()
    found = 0
    for schema, table in tables:
        name = f"{identifier(schema)}.{identifier(table)}"
        columns = {row[0]: row[1] for row in connection.execute(f"describe {name}").fetchall()}
        found += _delete(connection, name, columns, forgotten)
        for column, kind in columns.items():
            if (
                kind == "VARCHAR"
                or kind.endswith("[]")
                or kind.startswith(("STRUCT", "MAP", "JSON"))
            ):
                found += _update(connection, name, column, kind, columns, forgotten)
    return found


def _delete(
    connection: duckdb.DuckDBPyConnection, name: str, columns: dict[str, str], forgotten: Forgotten
) -> int:
    there = [key for key in KEYS if columns.get(key) == "VARCHAR"]
    if not there:
        return 0
    keys = ", ".join(map(identifier, there))
    rows = connection.execute(f"select distinct {keys} from {name}").fetchall()
    gone = [row for row in rows if goes(dict(zip(there, row, strict=True)), forgotten)]
    if not gone:
        return 0
    parts = zip(there, zip(*gone, strict=True), strict=True)
    connection.register("gone", pa.table({key: pa.array(one, pa.string()) for key, one in parts}))
    same = " and ".join(
        f"t.{identifier(key)} is not distinct from gone.{identifier(key)}" for key in there
    )
    return _affected(connection.execute(f"delete from {name} as t using gone where {same}"))


def _update(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    column: str,
    kind: str,
    columns: dict[str, str],
    forgotten: Forgotten,
) -> int:
    by_network = needs_network(column) and "network" in columns
    network = "network" if by_network else "null"
    rows = connection.execute(
        f"select distinct {network}, {identifier(column)} from {name}"
    ).fetchall()
    changes = [(n, value, cleaner(column, n, forgotten)(value)) for n, value in rows]
    changes = [change for change in changes if change[1] != change[2]]
    if not changes:
        return 0
    if kind == "VARCHAR":
        parts = zip(("network", "old", "new"), zip(*changes, strict=True), strict=True)
        connection.register(
            "changes", pa.table({key: pa.array(one, pa.string()) for key, one in parts})
        )
        same = f"t.{identifier(column)} = changes.old"
        same += " and t.network is not distinct from changes.network" if by_network else ""
        change = (
            f"update {name} as t set {identifier(column)} = changes.new from changes where {same}"
        )
        return _affected(connection.execute(change))
    field = identifier(column)
    change = f"update {name} set {field} = cast(? as {kind}) where {field} = cast(? as {kind})"
    return sum(_affected(connection.execute(change, [new, old])) for _, old, new in changes)


def _start_anew(connection: duckdb.DuckDBPyConnection) -> None:
    """Let the next stage build everything from the lake: the texts that were changed need other
    readings.
    """
    connection.execute("drop table if exists built_models")


def _copy(connection: duckdb.DuckDBPyConnection, name: str, fresh: Path) -> None:
    """Everything into a new file; views go when what they look at is not there, and the next build
    makes them again.
    """
    connection.execute(f"attach {literal(fresh)} as fresh")
    try:
        connection.execute(f"copy from database {name} to fresh")
    except duckdb.Error:
        connection.execute("detach fresh")
        fresh.unlink()
        for schema, view in connection.execute(
            "select schema_name, view_name from duckdb_views() "
            "where not internal and database_name = current_database()"
        ).fetchall():
            connection.execute(
                f"drop view if exists {identifier(schema)}.{identifier(view)} cascade"
            )
        connection.execute(f"attach {literal(fresh)} as fresh")
        connection.execute(f"copy from database {name} to fresh")
    connection.execute("checkpoint fresh")


def _affected(cursor: duckdb.DuckDBPyConnection) -> int:
    row = cursor.fetchone()
    return int(row[0]) if row else 0


def scrub_sqlite(path: Path, forgotten: Forgotten, erase: bool) -> int:
    """How many rows and values a SQLite file held; with `erase` they are gone, from its free pages
    and its log too.
    """
    found = 0
    with contextlib.closing(sqlite3.connect(path, timeout=60)) as connection:
        connection.text_factory = lambda value: value.decode("utf-8", "surrogateescape")
        names = [
            row[0]
            for row in connection.execute("select name from sqlite_master where type = 'table'")
        ]
        for name in names:
            with contextlib.suppress(
                sqlite3.OperationalError
            ):  # a table without rowid, or one of an extension
                found += _scrub_sqlite_table(connection, identifier(name), forgotten, erase)
        if found and erase:
            connection.commit()
            connection.execute("pragma wal_checkpoint(truncate)")
            connection.execute("vacuum")
            connection.execute("pragma wal_checkpoint(truncate)")
    return found


def _scrub_sqlite_table(
    connection: sqlite3.Connection, name: str, forgotten: Forgotten, erase: bool
) -> int:
    cursor = connection.execute(f"select rowid, * from {name}")
    columns = [column[0] for column in cursor.description][1:]
    found = 0
    for rowid, *values in cursor.fetchall():
        row = dict(zip(columns, values, strict=True))
        if goes(row, forgotten):
            found += 1
            if erase:
                connection.execute(f"delete from {name} where rowid = ?", [rowid])
            continue
        for column, value in row.items():
            cleaned = clean_stored(value, column, row.get("network"), forgotten)
            if cleaned != value:
                found += 1
                if erase:
                    connection.execute(
                        f"update {name} set {identifier(column)} = ? where rowid = ?",
                        [cleaned, rowid],
                    )
    return found
