"""The published marts in PostgreSQL: loaded into a staging schema, then swapped in by one
transaction.
"""

from pathlib import Path

import adbc_driver_postgresql.dbapi as adbc
import duckdb
import psycopg
import pyarrow as pa
from psycopg import sql

from transforms.publish import audit

SCHEMA, STAGING, OLD = "marts", "marts_staging", "marts_old"


def publish(published: Path, dsn: str) -> dict[str, int]:
    """Load every published mart; readers of schema `marts` see all of the old night or all of the
    new one.

    Returns rows per mart. Lists and structs arrive as JSON text, because PostgreSQL has no column
    type for them.
    """
    rows: dict[str, int] = {}
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(
            sql.SQL("drop schema if exists {} cascade").format(sql.Identifier(STAGING))
        )
        connection.execute(sql.SQL("create schema {}").format(sql.Identifier(STAGING)))
    with duckdb.connect(str(published), read_only=True) as source, adbc.connect(dsn) as target:
        for name in audit.marts(source):
            reader = source.execute(f"select {_columns(source, name)} from {name}").to_arrow_reader(
                100_000
            )
            with target.cursor() as cursor:
                rows[name] = cursor.adbc_ingest(
                    name, _plain(reader), mode="create", db_schema_name=STAGING
                )
        target.commit()
    _swap(dsn)
    return rows


def _columns(connection: duckdb.DuckDBPyConnection, name: str) -> str:
    """The select list that turns nested columns into JSON and decimals into doubles, which
    PostgreSQL can hold.
    """
    described = connection.execute(f"describe {name}").fetchall()
    parts = []
    for column, kind, *_ in described:
        nested = kind.endswith("[]") or kind.startswith(("STRUCT", "MAP"))
        if nested:
            parts.append(f'cast(to_json("{column}") as varchar) as "{column}"')
        elif kind.startswith("DECIMAL") or kind == "HUGEINT":
            parts.append(f'cast("{column}" as double) as "{column}"')
        else:
            parts.append(f'"{column}"')
    return ", ".join(parts)


def _plain(reader: pa.RecordBatchReader) -> pa.RecordBatchReader:
    """Unsigned and 8-bit integers widened: PostgreSQL has neither."""
    wider = {
        pa.int8(): pa.int16(),
        pa.uint8(): pa.int16(),
        pa.uint16(): pa.int32(),
        pa.uint32(): pa.int64(),
        pa.uint64(): pa.int64(),
    }
    schema = pa.schema(
        [field.with_type(wider.get(field.type, field.type)) for field in reader.schema]
    )
    return pa.RecordBatchReader.from_batches(schema, (batch.cast(schema) for batch in reader))


def _swap(dsn: str) -> None:
    with psycopg.connect(dsn) as connection:
        exists = connection.execute(
            "select 1 from information_schema.schemata where schema_name = %s", [SCHEMA]
        ).fetchone()
        if exists:
            connection.execute(
                sql.SQL("alter schema {} rename to {}").format(
                    sql.Identifier(SCHEMA), sql.Identifier(OLD)
                )
            )
        connection.execute(
            sql.SQL("alter schema {} rename to {}").format(
                sql.Identifier(STAGING), sql.Identifier(SCHEMA)
            )
        )
        connection.execute(sql.SQL("drop schema if exists {} cascade").format(sql.Identifier(OLD)))
