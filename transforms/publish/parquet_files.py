"""The published marts as one Parquet file each, for tools that read folders."""

from pathlib import Path

import duckdb

from transforms.ground.drafts import replacing
from transforms.publish import audit


def write(published: Path) -> list[Path]:
    """Write `<folder of published>/parquet/<mart>.parquet`, each renamed into place; returns the
    files.
    """
    folder = published.parent / "parquet"
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with duckdb.connect(str(published), read_only=True) as connection:
        for name in audit.marts(connection):
            target = folder / f"{name}.parquet"
            with replacing(target) as fresh:
                connection.table(name).write_parquet(str(fresh), compression="zstd")
            written.append(target)
    return written
