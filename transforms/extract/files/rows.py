"""What every reader gives: a row as the file has it, or why there is none."""

from collections.abc import Iterable
from typing import Any, NamedTuple

LONGEST_LINE = 10_000_000


class Row(NamedTuple):
    """One row; `line` is the line of a text file, or the row's number from 1 where a file has no
    lines.
    """

    line: int
    values: dict[str, Any]


class Rejected(NamedTuple):
    """One row that cannot be let in, and why; no value of it is kept."""

    line: int
    field: str
    reason: str


def without_empty(names: Iterable[str], cells: Iterable[Any]) -> dict[str, Any]:
    """A table's row by its columns: empty cells say nothing, but an empty text is one."""
    return {
        name: cell for name, cell in zip(names, cells, strict=True) if cell != "" or name == "text"
    }
