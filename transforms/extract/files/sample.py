"""What a file is before anybody said how to read it: the names of its columns and its first rows."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transforms.config.errors import BadInput
from transforms.extract.files import objects, repository, table, workbook
from transforms.extract.files.bytes import WORKBOOK, beginning, fingerprint, suffix
from transforms.extract.files.encoding import encoding_of
from transforms.extract.files.header import Header, choose
from transforms.extract.files.rows import Row, without_empty
from transforms.extract.mapping import Translation

ROWS = 200
TABLES = (".csv", ".tsv", ".txt", ".tab")


@dataclass(frozen=True)
class Sample:
    """A file's columns and first rows; `document` is all of it where it is one JSON document."""

    form: str
    names: list[str]
    rows: list[dict[str, Any]]
    document: Any = None
    records: str | None = None
    delimiter: str | None = None


def sample(path: Path) -> Sample:
    """The file's sample; BadInput when it can be read in no way."""
    fingerprint(path)
    start, kind, plain = beginning(path, 8), suffix(path), Translation()
    if start.startswith(WORKBOOK):
        return _of_workbook(path, plain)
    if kind == ".car":
        return _of_rows(
            "repository",
            [row.values for row, _ in zip(repository.read(path), range(ROWS), strict=False)],
        )
    if kind == ".parquet" or start.startswith(b"PAR1"):
        import pyarrow.parquet as pq

        return _of_rows("table", next(pq.ParquetFile(path).iter_batches(ROWS)).to_pylist())
    encoding = encoding_of(path)
    if kind in TABLES or start.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t\x00")[:1] not in (
        b"{",
        b"[",
        b"w",
    ):
        found = table.form(path, plain, encoding)
        rows = [row.values for row in _first(table.rows(path, found))]
        return Sample("table", Header(found.header).names, rows, delimiter=found.delimiter)
    if not objects.is_document(path):
        return _of_rows("json", [row.values for row in _first(objects.read(path, encoding))])
    return _of_document(objects.document(path, encoding))


def _of_document(document: Any) -> Sample:
    """The longest list of records in a document; shapes look for their own."""
    if isinstance(document, list):
        found = _of_rows("json", [one for one in document[:ROWS] if isinstance(one, dict)])
        return Sample("json", found.names, found.rows, document)
    lists = sorted(objects.lists_in(document), key=lambda one: -one[1])
    if not lists:
        raise BadInput("the file is one JSON object without any list of records")
    path = lists[0][0]
    found = _of_rows("json", (objects.records_of(document, path) or [])[:ROWS])
    return Sample("json", found.names, found.rows, document, path)


def _of_workbook(path: Path, plain: Translation) -> Sample:
    book = workbook.opened(path)
    best: tuple[list[str], list[list[Any]]] | None = None
    for name in book.sheet_names:
        rows = workbook.rows(book, name)
        tries = (
            ([str(cell).strip() for cell in row], place)
            for place, row in enumerate(rows[: workbook.LOOKED_AT])
        )
        found = choose(tries, plain)
        if found and (best is None or len(found[0]) > len(best[0])):
            best = found[0], rows[found[1] + 1 : found[1] + 1 + ROWS]
    if best is None:
        raise BadInput(f"{path}: all sheets are empty; export it again")
    names = Header(best[0]).names
    return Sample(
        "table", names, [without_empty(names, map(workbook.cell, row)) for row in best[1]]
    )


def _of_rows(form: str, rows: list[dict[str, Any]]) -> Sample:
    return Sample(form, list(dict.fromkeys(name for row in rows for name in row)), rows)


def _first(rows: Any) -> list[Row]:
    found: list[Row] = []
    for row in rows:
        if isinstance(row, Row):
            found.append(row)
        if len(found) == ROWS:
            break
    return found
