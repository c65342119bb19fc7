"""A search of its own, sharing nothing with what erases: every decoded value and every raw byte of
every file.
"""

import gzip
import html
import io
import re
import sqlite3
import tarfile
import zipfile
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import duckdb
import psycopg
import pyarrow.parquet as pq

LIST = "lake/suppressed"


def contents(home: Path) -> dict[str, str]:
    """Everything that each store of a home holds, decoded and raw, as one text per store."""
    found: dict[str, list[str]] = {}
    for path in sorted(home.rglob("*")):
        place = path.relative_to(home).as_posix()
        if path.is_file() and not place.startswith((LIST, "secrets")):
            found.setdefault(store(place), []).extend(said(path.name, path.read_bytes(), path))
    return {name: "\n".join(parts) for name, parts in found.items()}


def store(place: str) -> str:
    parts = place.split("/")
    if parts[0] == "lake":
        return "/".join(parts[: 3 if parts[1] in ("raw", "ledger", "understood") else 2])
    return "/".join(parts[:2]) if parts[0] in ("published", "backups", "airflow") else parts[0]


def said(name: str, content: bytes, path: Path | None = None) -> Iterator[str]:
    yield content.decode("utf-8", "replace")
    if content[:4] == b"PAR1":
        for column in pq.read_table(io.BytesIO(content)).columns:
            yield from spoken(column.to_pylist())
    elif content[8:12] == b"DUCK" and path is not None:
        yield from in_duckdb(path)
    elif content.startswith(b"SQLite format 3") and path is not None:
        yield from in_sqlite(path)
    elif content[:2] == b"\x1f\x8b":
        yield from said(name.removesuffix(".gz"), gzip.decompress(content))
    elif content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for one in packed.namelist():
                yield from said(one, packed.read(one))
    elif content[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(content)) as packed:
            for one in packed:
                if one.isfile():
                    yield from said(one.name, packed.extractfile(one).read())
    elif name.endswith(".html"):
        yield shown(content.decode())
    elif name.endswith(".eml"):
        yield from in_mail(content)


def in_duckdb(path: Path) -> Iterator[str]:
    with duckdb.connect(str(path), read_only=True) as connection:
        for schema, table in connection.execute(
            "select schema_name, table_name from duckdb_tables()"
        ).fetchall():
            for row in connection.execute(f'select * from "{schema}"."{table}"').fetchall():
                yield from spoken(row)


def in_sqlite(path: Path) -> Iterator[str]:
    connection = sqlite3.connect(path)
    connection.text_factory = lambda value: value.decode("utf-8", "replace")
    for (table,) in connection.execute(
        "select name from sqlite_master where type = 'table'"
    ).fetchall():
        for row in connection.execute(f'select * from "{table}"').fetchall():
            for value in row:
                if isinstance(value, bytes) and b"Message-ID" in value:
                    yield from in_mail(value)
            yield from spoken(row)
    connection.close()


def in_postgres(dsn: str) -> str:
    """Every value of every table outside the system's schemas, and the system's statistics of
    columns.
    """
    found = []
    with psycopg.connect(dsn) as connection:
        tables = connection.execute(
            "select table_schema, table_name from information_schema.tables where table_type = 'BASE TABLE' "
            "and table_schema not in ('pg_catalog', 'information_schema')"
        ).fetchall()
        for schema, table in tables:
            for row in connection.execute(f'select * from "{schema}"."{table}"').fetchall():
                found += list(spoken(row))
        for row in connection.execute(
            "select most_common_vals::text, histogram_bounds::text from pg_stats"
        ).fetchall():
            found += list(spoken(row))
    return "\n".join(found)


def in_mail(content: bytes) -> Iterator[str]:
    message = message_from_bytes(content, policy=default)
    yield str(message["Subject"])
    for part in message.walk():
        if part.get_content_maintype() == "text":
            body = part.get_content()
            yield shown(body) if part.get_content_subtype() == "html" else re.sub(r"\s+", " ", body)


def shown(page: str) -> str:
    """What a page shows, and where its links lead, on one line."""
    links = " ".join(re.findall(r'href="([^"]*)"', page))
    text = re.sub(r"<style.*?</style>", "", page, flags=re.DOTALL)
    return (
        re.sub(r"\s+", " ", html.unescape(re.sub(r"<wbr\s*/?>", "", text).replace("<", " <")))
        + links
        + re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", "", text)))
    )


def spoken(values) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from spoken(value.values())
            yield from spoken(value.keys())
        elif isinstance(value, list | tuple):
            yield from spoken(value)
        elif isinstance(value, bytes):
            yield value.decode("utf-8", "replace")
        elif value is not None:
            yield str(value)
