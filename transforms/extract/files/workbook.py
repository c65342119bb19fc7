"""Workbooks (XLSX, XLS, ODS): the sheet that holds the posts, its cells with the types the
spreadsheet gave them.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from transforms.config.errors import BadInput
from transforms.extract.files.bytes import unpacked
from transforms.extract.files.header import Header, check, choose
from transforms.extract.files.rows import Row, without_empty
from transforms.extract.mapping import Translation

LOOKED_AT = 40
EXACT = 10**15
"""Spreadsheets keep fifteen digits of a number: what is longer has been rounded, and stays a float to say so."""


def read(path: Path, translation: Translation, sheet: str | int | None = None) -> Iterator[Row]:
    """Every row below the header of the sheet; rows without any value are no rows."""
    table = sheet_rows(path, translation, sheet)
    found = _header(table, translation)
    if found is None:
        raise BadInput(f"{path}: the sheet is empty")
    cells, above = found
    header = Header(translation.spelt(cells))
    check(path, header, translation)
    for line, values in enumerate(table[above + 1 :], start=above + 2):
        found_cells = [cell(one) for one in values]
        if any(one != "" for one in found_cells):
            yield Row(line, without_empty(header.names, found_cells))


def sheet_rows(path: Path, translation: Translation, sheet: str | int | None) -> list[list[Any]]:
    """The rows of the sheet that is named, else of the one whose header gives what is needed;
    BadInput for several.
    """
    book = opened(path)
    names = book.sheet_names
    if isinstance(sheet, int):
        if not 1 <= sheet <= len(names):
            raise BadInput(
                f"{path}: sheet: there is no sheet number {sheet}; there are {len(names)}"
            )
        return rows(book, names[sheet - 1])
    if sheet is not None:
        if sheet not in names:
            raise BadInput(
                f"{path}: sheet: no sheet is called '{sheet}'; there are {', '.join(names)}"
            )
        return rows(book, sheet)
    filled = {name: found for name in names if (found := rows(book, name))}
    fitting = [name for name, found in filled.items() if _fits(found, translation)]
    if len(fitting) > 1:
        raise BadInput(
            f"{path}: posts are in the sheets {', '.join(fitting)}; say which with `sheet`"
        )
    if not filled:
        raise BadInput(f"{path}: all sheets are empty; export it again")
    return filled[fitting[0]] if fitting else next(iter(filled.values()))


def opened(path: Path) -> Any:
    """The workbook; BadInput when it is none that can be read."""
    try:
        with unpacked(path) as file:
            return CalamineWorkbook.from_filelike(file)
    except (CalamineError, OSError, ValueError) as error:
        reason = str(error).splitlines()[0][:120]
        raise BadInput(
            f"{path}: an Excel workbook, whatever its name says, and it cannot be read ({reason}); "
            "save it again as .xlsx, or as CSV UTF-8"
        ) from None


def rows(book: Any, name: str) -> list[list[Any]]:
    """A sheet's rows, from its first."""
    return book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def _fits(rows: list[list[Any]], translation: Translation) -> bool:
    found = _header(rows, translation)
    return found is not None and not translation.missing(
        set(translation.spelt(found[0])), flat=True
    )


def _header(rows: list[list[Any]], translation: Translation) -> tuple[list[str], int] | None:
    texts = (
        ([str(cell).strip() for cell in row], place) for place, row in enumerate(rows[:LOOKED_AT])
    )
    return choose(texts, translation)


def cell(value: Any) -> Any:
    """A cell as a text file would have it: whole numbers are whole, blanks are empty."""
    if isinstance(value, str):
        return value if value.strip() else ""
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT:
        return int(value)
    return value
