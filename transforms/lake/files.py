"""The lake: where its files are, and how they get there whole or not at all.

The root is any fsspec URL. A file is written under a name that its content or its key decides, so
that a task killed and retried writes the same file again; only what erases a person or an old post
ever rewrites one.
"""

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath

import fsspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from transforms.config.settings import make_home, settings
from transforms.ground.drafts import replacing
from transforms.lake.schemas import SCHEMAS

RAW = tuple(folder for folder in SCHEMAS if folder.startswith("raw/"))
"""What the door let in: the folder of the export files and one for each network."""
MERGED = "compacted-"


def root() -> str:
    return settings().lake_root


def is_under(folder: Path) -> bool:
    """Whether the lake lies in a local folder, not elsewhere and not in a bucket."""
    return "://" not in root() and Path(root()).resolve().is_relative_to(folder)


def url(*parts: str) -> str:
    """The URL of a folder or file of the lake."""
    return "/".join([root(), *parts])


@lru_cache
def _filesystem(root_url: str) -> tuple[fsspec.AbstractFileSystem, str]:
    # no cache of listings: another worker may have written since
    filesystem, path = fsspec.core.url_to_fs(root_url, use_listings_cache=False)
    return filesystem, path


os.register_at_fork(after_in_child=_filesystem.cache_clear)  # a bucket is spoken to by one process


def filesystem() -> fsspec.AbstractFileSystem:
    return _filesystem(root())[0]


def path(*parts: str) -> str:
    """A path inside `filesystem()`."""
    return "/".join([_filesystem(root())[1].rstrip("/"), *parts])


def initialise() -> None:
    """Give every folder an empty file with its schema, so that a reader of an empty lake finds
    columns, not errors.

    It is renewed when this version has columns that the version which began the folder had not;
    older files of the folder lack them, are never rewritten, and say null.
    """
    for folder, schema in SCHEMAS.items():
        if not set(schema.names) <= _stored(folder):
            write(folder, "_schema", schema.empty_table())


def _stored(folder: str) -> set[str]:
    """The columns of the folder's empty file; none where it is missing or cannot be read."""
    try:
        with filesystem().open(path(folder, "_schema.parquet"), "rb") as file:
            return set(pq.read_schema(file).names)
    except (FileNotFoundError, pa.ArrowException):
        return set()


def write(folder: str, name: str, table: pa.Table) -> str:
    """Write `table` as `<folder>/<name>.parquet` with the folder's schema; whole or not at all.
    Returns its URL.
    """
    table = table.select(SCHEMAS[folder].names).cast(SCHEMAS[folder])
    target = path(folder, f"{name}.parquet")
    fs = filesystem()
    make_home()
    fs.makedirs(str(PurePosixPath(target).parent), exist_ok=True)
    if "file" in _protocols(fs):
        with replacing(target) as draft:
            pq.write_table(table, draft, compression="zstd")
    else:
        # an upload that is cut short inside fs.open would be finished as it stands, so only a whole
        # file is sent
        with tempfile.NamedTemporaryFile() as whole:
            pq.write_table(table, whole, compression="zstd")
            whole.flush()
            fs.put_file(whole.name, target)
    return url(folder, f"{name}.parquet")


def write_rows(folder: str, name: str, rows: list[dict]) -> str:
    """`write` for a list of dicts; a missing key is null."""
    return write(folder, name, pa.Table.from_pylist(rows, schema=SCHEMAS[folder]))


def rewrite(
    folder: str,
    keep: Callable[[pa.Table], pa.ChunkedArray | pa.Array],
    among: Iterable[str] | None = None,
) -> int:
    """Rewrite the files of a folder (or those `among` them) without the rows that `keep` refuses
    (null keeps); returns how many went.
    """
    gone = 0
    for name in names(folder) if among is None else among:
        table = read(folder, name)
        kept = table.filter(pc.fill_null(keep(table), True))
        if kept.num_rows < table.num_rows:
            gone += table.num_rows - kept.num_rows
            write(folder, name, kept)
    return gone


def exists(folder: str, name: str) -> bool:
    return bool(filesystem().exists(path(folder, f"{name}.parquet")))


def names(folder: str) -> list[str]:
    """The names of a folder's files, at any depth, relative to it and without `.parquet`, sorted."""
    base = path(folder)
    found = filesystem().glob(f"{base}/**/*.parquet")
    return sorted(
        n for n in (str(f)[len(base) + 1 : -len(".parquet")] for f in found) if n != "_schema"
    )


def is_merged(name: str) -> bool:
    """Whether a file holds the rows of many that the week's upkeep took together; its name says
    nothing of them.
    """
    return name.rpartition("/")[2].startswith(MERGED)


def read(folder: str, name: str | None = None) -> pa.Table:
    """One file, or all the files of a folder, with the folder's schema."""
    wanted = [name] if name is not None else names(folder)
    tables = [_read_one(folder, one) for one in wanted]
    return pa.concat_tables(tables) if tables else SCHEMAS[folder].empty_table()


def batches(folder: str, name: str, rows: int = 10_000) -> Iterator[pa.RecordBatch]:
    """One file, some rows at a time."""
    with filesystem().open(path(folder, f"{name}.parquet"), "rb") as file:
        yield from pq.ParquetFile(file).iter_batches(rows, use_threads=False)


def _read_one(folder: str, name: str) -> pa.Table:
    # By its path: a file opened in Python is let go by Arrow's own threads, and where one of them
    # does so while the interpreter ends, the process is aborted.
    file = path(folder, f"{name}.parquet")
    return pq.read_table(file, schema=SCHEMAS[folder], filesystem=filesystem(), partitioning=None)


def _protocols(fs: fsspec.AbstractFileSystem) -> tuple[str, ...]:
    return (fs.protocol,) if isinstance(fs.protocol, str) else tuple(fs.protocol)
