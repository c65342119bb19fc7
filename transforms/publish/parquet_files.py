"""The published marts as one Parquet file each, for tools that read folders."""

import os
from pathlib import Path

import duckdb

from transforms.publish import audit


def write(published: Path) -> list[Path]:
    """Write `<folder of published>/parquet/<mart>.parquet`, each renamed into place; returns the files."""
    folder = published.parent / "parquet"
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with duckdb.connect(str(published), read_only=True) as connection:
        for name in audit.marts(connection):
            target = folder / f"{name}.parquet"
            fresh = folder / f".{name}.{os.getpid()}.new"
            connection.table(name).write_parquet(str(fresh), compression="zstd")
            os.replace(fresh, target)
            written.append(target)
    return written
