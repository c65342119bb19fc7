"""The DuckDB warehouse's file: how a step reads it, and what becomes of a damaged one."""

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from transforms import lake
from transforms.config.errors import BadInput, StepFailed
from transforms.config.settings import settings
from transforms.warehouse import bucket

log = logging.getLogger("cmr")
CURE = "the lake holds all that it held: `cmr rebuild` makes it anew, and so does the next night"


@contextmanager
def read_only() -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the warehouse, in UTC. StepFailed, with the cure, when its file is
    damaged.
    """
    try:
        connection = duckdb.connect(str(settings().warehouse), read_only=True)
    except duckdb.Error as error:
        if reason := damage():
            raise StepFailed(f"{settings().warehouse} is damaged ({reason}); {CURE}") from error
        if holder := in_use(error):
            raise StepFailed(holder) from error
        raise
    try:
        connection.execute("set timezone = 'UTC'")
        bucket.open_to(connection, lake.root())  # staging's views read it
        with explained():
            yield connection
    finally:
        connection.close()


@contextmanager
def published() -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the marts that were published last, in UTC, which keeps no night
    waiting. BadInput when none were.
    """
    if not settings().published.exists():
        raise BadInput("nothing is published yet; run the night first")
    with duckdb.connect(str(settings().published), read_only=True) as connection:
        connection.execute("set timezone = 'UTC'")
        yield connection


@contextmanager
def explained() -> Iterator[None]:
    """Around what reads the warehouse: an error that damage explains is a StepFailed with the cure.

    Damage inside a file that opens is noticed by whoever reads that place, so the file is set aside
    here already, for the next night to build it anew; yesterday's published file stays.
    """
    try:
        yield
    except duckdb.Error as error:
        reason = damage(thorough=True)
        if reason is None:
            raise
        aside = set_aside(f"the warehouse is damaged: {reason}")
        raise StepFailed(
            f"{settings().warehouse} is damaged ({reason}) and kept as {aside.name}; {CURE}"
        ) from error


def in_use(error: Exception) -> str | None:
    """What to say when another program has the warehouse open, and which; None when that is not the
    trouble.
    """
    said = str(error)
    if "could not set lock" not in said.lower():
        return None
    holder = re.search(r"\(PID (\d+)\)", said)
    return (
        f"{settings().warehouse.name} is open in another program{f' (PID {holder[1]})' if holder else ''}: close it "
        f"there, and open published/{settings().published.name} instead, which anybody may read at any time"
    )


def damage(thorough: bool = False) -> str | None:
    """Why the warehouse's file cannot be read, or None; `thorough` reads every value. A locked file
    is not damaged.
    """
    if not settings().warehouse.exists():
        return None
    try:
        with duckdb.connect(str(settings().warehouse), read_only=True) as connection:
            tables = connection.execute(
                "select schema_name, table_name from duckdb_tables()"
            ).fetchall()
            for schema, table in tables if thorough else ():
                connection.execute(
                    f'select bit_xor(hash(t)) from "{schema}"."{table}" as t'
                ).fetchall()
    except duckdb.Error as error:
        said = str(error).strip().splitlines()[0]
        is_in_use = "could not set lock" in said.lower() or isinstance(
            error, duckdb.ConnectionException
        )
        return None if is_in_use else said[:200]
    return None


def set_aside(reason: str) -> Path:
    """Move the warehouse's file (and its log) away, to build it anew from the lake; returns where
    it lies now.
    """
    aside = settings().warehouse.with_suffix(".damaged")
    log.error(
        "%s: %s; it is kept as %s and built anew from the lake",
        settings().warehouse,
        reason,
        aside.name,
    )
    for suffix in ("", ".wal"):
        source = Path(f"{settings().warehouse}{suffix}")
        Path(f"{aside}{suffix}").unlink(missing_ok=True)
        if source.exists():
            os.replace(source, f"{aside}{suffix}")
    return aside
