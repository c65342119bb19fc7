"""Headers: which row of a table names its columns, and what to say when the names are not those
that are needed.
"""

import difflib
import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import yaml

from transforms.config.errors import BadInput
from transforms.config.exports.mapping import REQUIRED
from transforms.extract.mapping import Translation, fold

T = TypeVar("T")
NAMES = Path(__file__).resolve().parents[2] / "config" / "exports" / "their_names.yml"
_VALUE = re.compile(
    r"[\d\s.,:/+%€$-]*\d[\d\s.,:/+%€$TZ-]*|.*(?:://|@|\d{4}-\d\d-\d\d).*", re.DOTALL
)
_NAME = re.compile(r"[^\W\d_][^\x00-\x1f\x7f]{0,59}")


class Header:
    """The cells of a header; a column without a name is called after its place."""

    def __init__(self, cells: list[str]) -> None:
        self.names = [name or f"column_{place}" for place, name in enumerate(cells, start=1)]

    @property
    def twice(self) -> list[str]:
        """The names that more than one column has."""
        return sorted({name for name in self.names if self.names.count(name) > 1})


def choose(
    rows: Iterable[tuple[list[str], T]], translation: Translation
) -> tuple[list[str], T] | None:
    """The row that names the most of what is needed, the widest of the first ones when none does."""
    best, merit = None, (-1, -1)
    for cells, about in rows:
        named = sum(1 for cell in cells if cell)
        if not named:
            continue
        spelt = set(translation.spelt(cells))
        found = (
            len(REQUIRED) - len(translation.missing(spelt, flat=True)),
            min(named, 3) if looks_like_values(cells) else named,
        )
        if found > merit:
            best, merit = (cells, about), found
    return best


def check(path: Path, header: Header, translation: Translation, flat: bool = True) -> None:
    """BadInput when a name stands twice, or when a required field has no column; `flat` when no
    column holds more than cells.
    """
    if header.twice:
        names = ", ".join(f"'{name}'" for name in header.twice)
        raise BadInput(
            f"{path}: two columns are called {names}: which one counts? rename or remove one"
        )
    check_columns(path, set(header.names), translation, flat)


def check_columns(
    path: Path, columns: Collection[str], translation: Translation, flat: bool = False
) -> None:
    """BadInput naming the file, every required field that it cannot give, and its columns, with
    guesses.
    """
    missing = translation.missing(columns, flat)
    if not missing:
        return
    if looks_like_values(columns):
        raise BadInput(
            f"{path}: missing required columns {', '.join(missing)}; its first line looks like a post, not like "
            "the names of columns: there are no usable column names"
        )
    shown = sorted((name for name in columns if _NAME.fullmatch(name)), key=str.casefold)
    hints = [f"'{theirs}' may be '{ours}'" for ours in missing if (theirs := _guess(ours, shown))]
    sought = [
        f"{ours} ({' or '.join(found)})" if (found := translation.wanted(ours)) else ours
        for ours in missing
    ]
    names = ", ".join(f"'{name}'" if not name.isidentifier() else name for name in shown)
    raise BadInput(
        f"{path}: missing required column{'s' if len(missing) > 1 else ''} {', '.join(sought)}; "
        f"the file has {names or 'no usable column names'}"
        + (f" ({'; '.join(hints)})" if hints else "")
        + "; say which is which with `columns`, or let `cmr new community NAME --from FILE` propose it"
    )


def looks_like_values(cells: Collection[str]) -> bool:
    """Whether a row holds numbers, times or addresses, as posts do and names of columns do not."""
    return any(_VALUE.fullmatch(cell) for cell in cells if cell)


@lru_cache
def their_names() -> dict[str, list[str]]:
    """What tools in French and English call our fields, the likeliest first."""
    return yaml.safe_load(NAMES.read_text(encoding="utf-8"))


def _guess(ours: str, names: list[str]) -> str | None:
    known = {fold(name): name for name in names}
    if found_name := next((known[one] for one in their_names()[ours] if one in known), None):
        return found_name
    close = {fold(name).replace(" ", "_"): name for name in names}
    found = difflib.get_close_matches(ours, close, 1, 0.6)
    return close[found[0]] if found else None
