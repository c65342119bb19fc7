"""Export files: JSONL, CSV or Parquet, read one row at a time; a row that cannot be read says why, the rest go on."""

import csv
import difflib
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from transforms.config.errors import BadInput

REQUIRED = ("post_id", "network", "author_id", "text", "created_at")
LONGEST_LINE = 10_000_000


class Row(NamedTuple):
    """One row as the file has it; `line` is the line of a text file, or the row number of a Parquet file, from 1."""

    line: int
    values: dict[str, Any]


class Rejected(NamedTuple):
    """One row that cannot be let in, and why; no value of it is kept."""

    line: int
    field: str
    reason: str


def fingerprint(path: Path) -> str:
    """SHA-256 of the file's bytes; BadInput when there is no such file, or when it is empty."""
    if not path.is_file():
        raise BadInput(f"{path}: no such file; check `path` of this source (is CMR_DATA or CMR_HOME set as you think?)")
    try:
        with path.open("rb") as file:
            if not file.read(1):
                raise BadInput(
                    f"{path}: the file is empty; export it again, or remove the source from the community file"
                )
            file.seek(0)
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}") from None


def read(path: Path) -> Iterator[Row | Rejected]:
    """Every row of the file, in order; blank lines are no rows. BadInput when the file as a whole cannot be used."""
    suffix = path.suffix.lower()
    if suffix not in _READERS:
        raise BadInput(f"{path}: unknown kind of file '{suffix}'; there are {', '.join(_READERS)}")
    return _READERS[suffix](path)


def check_columns(path: Path, columns: set[str]) -> None:
    """BadInput naming the file and every required column that none of its rows has."""
    missing = [name for name in REQUIRED if name not in columns]
    if not missing:
        return
    shown = sorted(name for name in columns if re.fullmatch(r"\w{1,40}", name))
    guesses = {name: difflib.get_close_matches(name, shown, 1, 0.6) for name in missing}
    hints = [f"'{found[0]}' may be '{name}'" for name, found in guesses.items() if found]
    raise BadInput(
        f"{path}: missing required column{'s' if len(missing) > 1 else ''} {', '.join(missing)}; "
        f"the file has {', '.join(shown) or 'no usable column names'}" + (f" ({'; '.join(hints)})" if hints else "")
    )


def _read_jsonl(path: Path) -> Iterator[Row | Rejected]:
    with path.open("rb") as file:
        for line, content in enumerate(_lines(file), start=1):
            content = content.removeprefix(b"\xef\xbb\xbf") if line == 1 else content
            if content.strip():
                if line == 1 and content.lstrip().startswith(b"["):
                    raise BadInput(f"{path}: holds a JSON list; write one object per line (JSONL)")
                yield _json_row(line, content)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    while content := file.readline(LONGEST_LINE + 1):
        while len(content) > LONGEST_LINE and not content.endswith(b"\n"):
            rest = file.readline(LONGEST_LINE)
            if not rest:
                break
            content = content[: LONGEST_LINE + 1] + rest[-1:]
        yield content


def _json_row(line: int, content: bytes) -> Row | Rejected:
    if len(content) > LONGEST_LINE:
        return Rejected(line, "(line)", f"longer than {LONGEST_LINE:,} bytes")
    try:
        values = orjson.loads(content)
    except orjson.JSONDecodeError:
        try:
            values = json.loads(content.decode("utf-8"))  # orjson refuses lone surrogates, which real exports have
        except UnicodeDecodeError as error:
            return Rejected(line, "(line)", f"not UTF-8 at byte {error.start + 1}")
        except json.JSONDecodeError as error:
            return Rejected(line, "(line)", f"not JSON: {error.msg} at character {error.pos + 1}")
        except (RecursionError, ValueError):
            return Rejected(line, "(line)", "not JSON: nested too deeply or a number too long")
    if not isinstance(values, dict):
        return Rejected(line, "(line)", f"not a JSON object but a {type(values).__name__}")
    return Row(line, values)


def _read_csv(path: Path) -> Iterator[Row | Rejected]:
    csv.field_size_limit(LONGEST_LINE)
    with path.open("r", encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        first = file.readline()
        delimiter = max(",;\t", key=first.count)
        file.seek(0)
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        try:
            header = [name.strip() for name in next(reader)]
        except csv.Error as error:
            raise BadInput(f"{path}: the first line is not a CSV header: {error}") from None
        check_columns(path, set(header))
        yield from _csv_rows(reader, header)


def _csv_rows(reader: Any, header: list[str]) -> Iterator[Row | Rejected]:
    while True:
        start = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            reason = str(error)
            if "unexpected end" in reason:
                reason = f"a quote opened here is never closed: lines {start} to {reader.line_num} were not read"
            yield Rejected(start, "(line)", f"not CSV: {reason}")
            continue
        if not cells or cells == [""]:
            continue
        if len(cells) != len(header):
            yield Rejected(start, "(line)", f"{len(cells)} cells, but the header has {len(header)}")
        elif any("\udc80" <= c <= "\udcff" for cell in cells if not cell.isascii() for c in cell):
            yield Rejected(start, "(line)", "not UTF-8")
        else:
            optional = {name: cell for name, cell in zip(header, cells, strict=True) if cell != "" or name == "text"}
            yield Row(start, optional)


def _read_parquet(path: Path) -> Iterator[Row | Rejected]:
    try:
        file = pq.ParquetFile(path)
        check_columns(path, set(file.schema_arrow.names))
        line = 0
        for batch in file.iter_batches(2_000):
            for values in batch.to_pylist():
                line += 1
                yield Row(line, values)
    except (pa.ArrowException, OSError) as error:
        raise BadInput(f"{path}: not a Parquet file that can be read: {str(error).splitlines()[0][:200]}") from None


_READERS: dict[str, Callable[[Path], Iterator[Row | Rejected]]] = {
    ".jsonl": _read_jsonl,
    ".ndjson": _read_jsonl,
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".parquet": _read_parquet,
}
