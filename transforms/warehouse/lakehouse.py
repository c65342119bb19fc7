"""A second home for the marts: a DuckLake, whose catalog is in PostgreSQL and whose data is in a
folder or a bucket.

The warehouse's file has one writer; here many write at once, each the marts of its own communities
in a schema of its own, and views in `main` show them as one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import duckdb

from transforms import lake
from transforms.config.errors import BadInput
from transforms.config.settings import settings
from transforms.warehouse import bucket
from transforms.warehouse.sql import literal

NAME = "lakehouse"
"""What the attached catalog is called, here and in dbt/profiles.yml."""
RETRIES = 200
"""How often a commit is tried again after another writer's came first; different tables never conflict for good."""


def introduce(connection: duckdb.DuckDBPyConnection) -> None:
    """Tell `connection` where catalog and data are, so that `attach 'ducklake:cmr_lakehouse'` finds
    them.

    BadInput when CMR_DUCKLAKE is not set. The password stays inside the connection: no statement
    that is logged has it.
    """
    url = settings().ducklake
    if url is None:
        raise BadInput(
            "CMR_DUCKLAKE is not set: the postgresql:// URL of the database that holds the catalog"
        )
    bucket.open_to(connection, lake.root())
    bucket.open_to(connection, data())
    if not bucket.is_bucket(data()):
        Path(data()).mkdir(parents=True, exist_ok=True)
    bucket.load_extension(connection, "postgres")
    bucket.load_extension(connection, "ducklake")
    catalog = ", ".join(
        f"{name} {literal(value)}" for name, value in _catalog(url.get_secret_value()).items()
    )
    connection.execute(f"create or replace temporary secret cmr_catalog (type postgres, {catalog})")
    connection.execute(
        "create or replace temporary secret cmr_lakehouse (type ducklake, metadata_path '', "
        f"data_path {literal(data())}, metadata_parameters map {{'TYPE': 'postgres', 'SECRET': 'cmr_catalog'}})"
    )
    connection.execute(f"set global ducklake_max_retry_count = {RETRIES}")


def data() -> str:
    """Where the tables' files are: CMR_DUCKLAKE_DATA, or beside the lake."""
    return settings().ducklake_data.rstrip("/") or f"{lake.root()}-marts"


@contextmanager
def connect(read_only: bool = True) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection whose default catalog is the DuckLake, in UTC."""
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        introduce(connection)
        connection.execute(
            f"attach 'ducklake:cmr_lakehouse' as {NAME}" + (" (read_only)" if read_only else "")
        )
        connection.execute(f"use {NAME}.main")
        yield connection


def join(schemas: list[str]) -> list[str]:
    """Show the tables of the writers' schemas as one, as views in `main`; returns the views' names."""
    with connect(read_only=False) as connection:
        found = connection.execute(
            "select table_name, list(table_schema order by table_schema) from information_schema.tables "
            "where table_catalog = ? and list_contains(?, table_schema) group by all order by 1",
            [NAME, schemas],
        ).fetchall()
        for name, places in found:
            parts = " union all by name ".join(
                f'from {NAME}."{schema}"."{name}"' for schema in places
            )
            connection.execute(f'create or replace view {NAME}.main."{name}" as {parts}')
        _clean(connection)
    return [name for name, _ in found]


def empty(connection: duckdb.DuckDBPyConnection) -> None:
    """Everything out, with the snapshots and files that remember it; the next `cmr lakehouse`
    builds it again.
    """
    found = connection.execute(
        "select table_schema, table_name, table_type from information_schema.tables where table_catalog = ? "
        "order by table_type desc",
        [NAME],
    ).fetchall()
    for schema, name, kind in found:
        connection.execute(
            f'drop {"view" if kind == "VIEW" else "table"} if exists {NAME}."{schema}"."{name}"'
        )
    connection.execute(
        f"call ducklake_expire_snapshots('{NAME}', older_than => now() + interval 1 day)"
    )
    connection.execute(f"call ducklake_cleanup_old_files('{NAME}', cleanup_all => true)")


def _clean(connection: duckdb.DuckDBPyConnection) -> None:
    """Let go of what earlier builds left: a reader has a day to finish, and a forgotten person is
    gone after it.
    """
    connection.execute(
        f"call ducklake_expire_snapshots('{NAME}', older_than => now() - interval 1 day)"
    )
    connection.execute(f"call ducklake_cleanup_old_files('{NAME}', cleanup_all => true)")


def _catalog(url: str) -> dict[str, str]:
    """The parts of a postgresql:// URL that DuckDB's secret takes; the host may be a socket's
    folder.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise BadInput("CMR_DUCKLAKE: expected postgresql://user:password@host:5432/database")
    host = parts.hostname or parse_qs(parts.query).get("host", [""])[0]
    known = {
        "host": host,
        "port": str(parts.port or 5432),
        "database": parts.path.strip("/"),
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
    }
    return {name: value for name, value in known.items() if value}
