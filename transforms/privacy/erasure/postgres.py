"""PostgreSQL without forgotten people: the published marts, what a broken load left, and the mail
queue.
"""

from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg import sql

from transforms.privacy.erasure.cells import Forgotten, goes, needs_network
from transforms.privacy.erasure.mails import clean_stored

SCHEMAS = ("marts", "marts_staging", "marts_old")
MAILS = "cmr_mails"


def scrub(dsn: str, forgotten: Forgotten, erase: bool) -> dict[str, int]:
    """How many rows and values each schema held; with `erase` they are gone, and VACUUM FULL
    rewrote the tables.
    """
    held: dict[str, int] = {}
    with psycopg.connect(dsn, autocommit=True) as connection:
        for schema, table, columns in _tables(connection):
            name = sql.Identifier(schema, table)
            with connection.transaction():
                found = _scrub_table(connection, name, columns, forgotten, erase)
            if found:
                store = "PostgreSQL mails" if table == MAILS else f"PostgreSQL {schema}"
                held[store] = held.get(store, 0) + found
            if found and erase:
                connection.execute(sql.SQL("vacuum (full, analyze) {}").format(name))
        if held and erase:
            # the planner's statistics keep frequent values of columns; without the right to, this
            # only warns
            connection.execute("vacuum full pg_catalog.pg_statistic")
    return held


def vacuum(dsn: str, like: str) -> None:
    """Rewrite the tables whose names are like that, so that no page keeps what was deleted from
    them.
    """
    with psycopg.connect(dsn, autocommit=True) as connection:
        for schema, table in connection.execute(
            "select schemaname, tablename from pg_tables where tablename like %s", [like]
        ).fetchall():
            connection.execute(sql.SQL("vacuum full {}").format(sql.Identifier(schema, table)))


def _tables(connection: psycopg.Connection) -> list[tuple[str, str, dict[str, str]]]:
    rows = connection.execute(
        "select c.table_schema, c.table_name, c.column_name, c.data_type from information_schema.columns as c "
        "join information_schema.tables as t using (table_schema, table_name) where t.table_type = 'BASE TABLE' "
        "and (c.table_schema = any(%s) or c.table_name = %s) order by 1, 2, c.ordinal_position",
        [list(SCHEMAS), MAILS],
    ).fetchall()
    tables: dict[tuple[str, str], dict[str, str]] = {}
    for schema, table, column, kind in rows:
        tables.setdefault((schema, table), {})[column] = kind
    return [(schema, table, columns) for (schema, table), columns in tables.items()]


def _scrub_table(
    connection: psycopg.Connection,
    name: sql.Identifier,
    columns: dict[str, str],
    forgotten: Forgotten,
    erase: bool,
) -> int:
    changes, gone = [], []
    for place, row in _rows(connection, name, columns):
        if goes(row, forgotten):
            gone.append(place)
            continue
        for column, value in row.items():
            network = row.get("network") if needs_network(column) else None
            cleaned = clean_stored(value, column, network, forgotten)
            if cleaned != value:
                changes.append((column, cleaned, place))
    if erase:
        connection.execute(
            sql.SQL("delete from {} where ctid = any(%s::tid[])").format(name), [gone]
        )
        by_row: dict[str, dict[str, Any]] = {}
        for column, value, place in changes:
            by_row.setdefault(place, {})[column] = value
        for place, values in by_row.items():
            wanted = sql.SQL(", ").join(
                sql.SQL("{} = %s").format(sql.Identifier(column)) for column in values
            )
            change = sql.SQL("update {} set {} where ctid = %s::tid").format(name, wanted)
            connection.execute(change, [*values.values(), place])
    return len(gone) + len(changes)


def _rows(
    connection: psycopg.Connection, name: sql.Identifier, columns: dict[str, str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row's place and its columns of text or bytes, some thousand at a time."""
    wanted = [c for c, kind in columns.items() if kind in ("text", "character varying", "bytea")]
    parts = sql.SQL(", ").join(sql.Identifier(column) for column in wanted)
    query = sql.SQL("select ctid::text{} from {}").format(
        sql.SQL(", {}").format(parts) if wanted else sql.SQL(""), name
    )
    with connection.cursor("rows") as cursor:
        cursor.itersize = 5_000
        for place, *values in cursor.execute(query):
            yield place, dict(zip(wanted, values, strict=True))
