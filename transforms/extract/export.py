"""Export files: read one row at a time under our names; a row that cannot be read says why, the
rest go on.
"""

import glob
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from transforms.config.communities import Community, Source
from transforms.config.errors import BadInput
from transforms.config.exports.mapping import Mapping
from transforms.config.exports.shapes import shape
from transforms.extract.files import objects, repository, table, workbook
from transforms.extract.files.bytes import WORKBOOK, beginning, fingerprint, suffix
from transforms.extract.files.encoding import encoding_of
from transforms.extract.files.header import Header, check
from transforms.extract.files.rows import Rejected, Row
from transforms.extract.mapping import Translation

__all__ = ["ExportReader", "Rejected", "Row", "files", "fingerprint", "read"]

OBJECTS = (".jsonl", ".ndjson", ".json", ".js")
TABLES = (".csv", ".tsv", ".txt", ".tab")
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
KINDS = (*OBJECTS, *TABLES, *WORKBOOKS, ".parquet", ".car")


@dataclass(frozen=True)
class ExportReader:
    """How one source's files are read: its mapping, and the translation of rows that comes of it."""

    mapping: Mapping
    translation: Translation

    @classmethod
    def of(cls, community: Community, source: Source) -> "ExportReader":
        account = source.account or community.accounts[0]
        kind = shape(source.kind) if source.kind else None
        return cls(source.mapping, Translation(source.mapping, account, kind))


PLAIN = ExportReader(Mapping(), Translation())


def files(source: Source) -> list[Path]:
    """The files of a source, in the order of their names: one file, a folder's, or those that a
    glob finds.
    """
    if not source.path:
        raise BadInput(
            "sources.path: an export source needs the path of its file, its folder or a glob"
        )
    path = Path(source.path)
    if path.is_file():
        return [path]
    if path.is_dir():
        patterns = shape(source.kind).files if source.kind else [f"*{kind}*" for kind in KINDS]
        found = [one for pattern in patterns for one in path.rglob(pattern)]
    elif glob.has_magic(source.path):
        found = [Path(one) for one in glob.glob(source.path, recursive=True)]
    else:
        return [_other_form(path)]
    kept = sorted({one for one in found if one.is_file() and not one.name.startswith((".", "~$"))})
    if not kept:
        raise BadInput(f"{path}: no such file there; check `path` of this source")
    return kept


def read(
    path: Path, reading: ExportReader = PLAIN, notes: list[str] | None = None
) -> Iterator[Row | Rejected]:
    """Every row of the file under our names, in order; `notes` gets what a reader of the mail
    should know of it.

    BadInput when the file as a whole cannot be used.
    """
    for row in as_written(path, reading, [] if notes is None else notes):
        yield (
            row if isinstance(row, Rejected) else Row(row.line, reading.translation.row(row.values))
        )


def as_written(path: Path, reading: ExportReader, notes: list[str]) -> Iterator[Row | Rejected]:
    """Every row under the file's own names."""
    how, start = reading.mapping, beginning(path, 8)
    kind = suffix(path)
    if kind not in KINDS and kind == path.suffix.lower():
        raise BadInput(
            f"{path}: unknown kind of file '{kind}'; there are {', '.join(KINDS)}, packed or not"
        )
    if start.startswith(WORKBOOK) or kind in WORKBOOKS:
        return workbook.read(path, reading.translation, how.sheet)
    if kind == ".parquet" or start.startswith(b"PAR1"):
        return _parquet(path, reading.translation)
    if kind == ".car":
        return repository.read(path)
    encoding = encoding_of(path, how.encoding)
    if encoding.is_guess:
        notes.append(f"read as {encoding.name}, which all of {path.name} is valid in")
    if kind in OBJECTS or (
        kind not in TABLES and start.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"[")
    ):
        return objects.read(path, encoding, how.records)
    return table.read(path, reading.translation, encoding, how.delimiter)


def _other_form(path: Path) -> Path:
    """The file whose name is the same but for the form of its accents: macOS writes them apart."""
    wanted = unicodedata.normalize("NFC", path.name)
    if path.parent.is_dir():
        for one in path.parent.iterdir():
            if unicodedata.normalize("NFC", one.name) == wanted:
                return one
    return path


def _parquet(path: Path, translation: Translation) -> Iterator[Row | Rejected]:
    try:
        file = pq.ParquetFile(path)
        check(path, Header(file.schema_arrow.names), translation, flat=False)
        line = 0
        for batch in file.iter_batches(2_000):
            for values in batch.to_pylist():
                line += 1
                yield Row(line, values)
    except (pa.ArrowException, OSError) as error:
        raise BadInput(
            f"{path}: not a Parquet file that can be read: {str(error).splitlines()[0][:200]}"
        ) from None
