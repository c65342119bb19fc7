"""Tables in text: CSV and TSV with whatever stands above the header, between the cells and below
the last row.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from transforms.config.errors import BadInput
from transforms.extract.files.bytes import BROKEN, broken, unpacked
from transforms.extract.files.encoding import Encoding
from transforms.extract.files.header import Header, check, choose
from transforms.extract.files.rows import LONGEST_LINE, Rejected, Row, without_empty
from transforms.extract.mapping import Translation

DELIMITERS = ",;\t|"
LOOKED_AT = 40
_SEP = re.compile(r"""\s*["']?sep=(.)["']?\s*""", re.IGNORECASE)


class Form(NamedTuple):
    """How a table is written: its encoding, its delimiter, its header and the line after which the
    header begins.
    """

    encoding: Encoding
    delimiter: str
    header: list[str]
    above: int


def form(
    path: Path, translation: Translation, encoding: Encoding, delimiter: str | None = None
) -> Form:
    """The table's form, found by trying what gives the most of the wanted columns."""
    lines = _first_lines(path, encoding)
    skipped = 0
    if lines and (said := _SEP.fullmatch(lines[0].lstrip("\ufeff"))):
        delimiter, skipped = delimiter or said[1], 1
    tries = [
        (one, start + skipped, cells)
        for one in (delimiter or DELIMITERS)
        for start, cells in _parsed(lines[skipped:], one)
    ]
    best = choose([(cells, (one, start)) for one, start, cells in tries], translation)
    if best is None:
        raise BadInput(f"{path}: no line of it can be the names of columns")
    header, (one, start) = best
    return Form(encoding, one, translation.spelt(header), start)


def read(
    path: Path, translation: Translation, encoding: Encoding, delimiter: str | None = None
) -> Iterator[Row | Rejected]:
    """Every row below the header; rows without any value are no rows."""
    found = form(path, translation, encoding, delimiter)
    check(path, Header(found.header), translation)
    yield from rows(path, found)


def rows(path: Path, found: Form) -> Iterator[Row | Rejected]:
    """Every row below the header of a table of that form."""
    csv.field_size_limit(LONGEST_LINE)
    try:
        with _opened(path, found.encoding) as file:
            for _ in range(found.above):
                file.readline()
            reader = csv.reader(file, delimiter=found.delimiter, strict=True)
            next(reader)
            yield from _rows(reader, found)
    except BROKEN as error:
        raise broken(path, error) from None


def _rows(reader: Any, form: Form) -> Iterator[Row | Rejected]:
    names, width = Header(form.header).names, len(form.header)
    while True:
        start = form.above + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            reason = str(error)
            if "unexpected end" in reason:
                last = form.above + reader.line_num
                reason = (
                    f"a quote opened here is never closed: lines {start} to {last} were not read"
                )
            yield Rejected(start, "(line)", f"not CSV: {reason}")
            continue
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        if not any(cell.strip() for cell in cells) or cells == form.header:
            continue
        if len(cells) != width:
            yield Rejected(start, "(line)", f"{len(cells)} cells, but the header has {width}")
        elif form.encoding.has_broken_lines and any(_is_broken(cell) for cell in cells):
            yield Rejected(start, "(line)", "not UTF-8")
        else:
            yield Row(start, without_empty(names, cells))


def _is_broken(cell: str) -> bool:
    return not cell.isascii() and any("\udc80" <= c <= "\udcff" for c in cell)


def _opened(path: Path, encoding: Encoding) -> io.TextIOWrapper:
    errors = "surrogateescape" if encoding.has_broken_lines else "strict"
    return io.TextIOWrapper(unpacked(path), encoding=encoding.name, errors=errors, newline="")


def _first_lines(path: Path, encoding: Encoding) -> list[str]:
    with _opened(path, encoding) as file:
        return [line for _ in range(LOOKED_AT) if (line := file.readline(LONGEST_LINE))]


def _parsed(lines: Iterable[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first lines with the number of lines above each."""
    reader = csv.reader(iter(lines), delimiter=delimiter)
    above = 0
    try:
        for cells in reader:
            yield above, [cell.strip() for cell in cells]
            above = reader.line_num
    except csv.Error:
        return
