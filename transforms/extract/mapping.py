"""A row of somebody else's tool under our names: columns, constants and values as the source says."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any

import jmespath

from transforms.config.exports.mapping import FIELDS, REQUIRED, Mapping, compiled
from transforms.config.exports.shapes import Shape

_TOTAL = re.compile(r"(grand )?totals?( g[ée]n[ée]ral)?|totaux|somme|sum", re.IGNORECASE)
_OPTIONS = jmespath.Options()


class Translation:
    """One source's way of reading rows; without a mapping, rows have our names already."""

    def __init__(
        self, mapping: Mapping | None = None, account: str | None = None, shape: Shape | None = None
    ) -> None:
        mapping, only = mapping or Mapping(), shape is not None
        self._mapping = mapping
        self._needs: list[str] = shape.needs if shape else []
        self._keep = frozenset(shape.keep) if shape else None
        self._columns = {
            ours: [
                (one, compiled(one)) for one in mapping.columns.get(ours, [] if only else [ours])
            ]
            for ours in FIELDS
        }
        self._constants = {
            name: value.replace("{account}", account or "")
            for name, value in mapping.constants.items()
        }
        self._values = {
            name: {fold(k): v for k, v in of.items()} for name, of in mapping.values.items()
        }
        self._taken = frozenset(one for theirs in mapping.columns.values() for one in theirs)
        self._spellings = {
            fold(one): one for theirs in self._columns.values() for one, path in theirs if not path
        }
        self.is_plain = not (mapping.columns or mapping.constants or mapping.values)

    def spelt(self, header: Iterable[str]) -> list[str]:
        """The names of a header as the source spells them, where they differ in case, spaces or
        accents' form only.
        """
        return [self._spellings.get(fold(name), name) for name in header]

    def missing(self, names: Collection[str], flat: bool = False) -> list[str]:
        """The required fields that a file with columns of these names cannot give; in a `flat` one a
        column holds no more than its cells, so that a path finds what the names say.
        """
        return [ours for ours in REQUIRED if not self._gives(ours, names, flat)]

    def made_of(self, columns: Collection[str]) -> set[str]:
        """The names that rows had before they were translated, as far as they gave a field."""
        given = {one for ours in columns if ours in self._columns for one, _ in self._columns[ours]}
        return {*columns, *given}

    def wanted(self, ours: str) -> list[str]:
        """Their names that were looked for, to be said in an error."""
        return [one for one, _ in self._columns[ours] if one != ours]

    def row(self, values: dict[str, Any]) -> dict[str, Any]:
        """The row under our names; what no field asked for keeps the name it has."""
        if self.is_plain:
            return values
        found = {name: value for name, value in values.items() if self._is_kept(name)}
        for ours, theirs in self._columns.items():
            value = self._first(ours, theirs, values)
            if value is None:
                value = self._constants.get(ours)
            if value is not None:
                found[ours] = (
                    self._values.get(ours, {}).get(fold(str(value)), value)
                    if ours in self._values
                    else value
                )
        return found

    def is_no_post(self, values: dict[str, Any]) -> bool:
        """Whether a translated row is none: the sum below a table, or without what every post of
        its kind has.
        """
        if any(not values.get(name) for name in self._needs):
            return True
        if values.get("text") or values.get("created_at"):
            return False
        return any(
            isinstance(v, str) and bool(_TOTAL.fullmatch(v.strip(" :"))) for v in values.values()
        )

    def _is_kept(self, name: str) -> bool:
        if self._keep is not None:
            return name in self._keep
        return name not in self._taken and name not in FIELDS

    def _gives(self, ours: str, names: Collection[str], flat: bool) -> bool:
        if ours in self._constants or (ours in ("post_id", "author_id") and self._mapping.ids):
            return True
        cells = {name: name for name in names} if flat else {}
        return any(
            one in names or (path is not None and (not flat or _search(path, cells) is not None))
            for one, path in self._columns[ours]
        )

    @staticmethod
    def _first(ours: str, theirs: list[tuple[str, Any]], values: dict[str, Any]) -> Any:
        for name, path in theirs:
            value = values.get(name)
            if value is None and path is not None:
                value = _search(path, values)
            if (
                value is None
                or (value is False and ours != "deleted")
                or (value == "" and ours != "text")
            ):
                continue
            return value
        return None


def _search(path: Any, values: dict[str, Any]) -> Any:
    try:
        return path.search(values, _OPTIONS)
    except jmespath.exceptions.JMESPathError:  # a function met a null: this row does not have it
        return None


@lru_cache(10_000)
def fold(name: str) -> str:
    """A name as it is compared: one form of accents, one space, no case, straight apostrophes."""
    return " ".join(unicodedata.normalize("NFKC", name).replace("’", "'").casefold().split())
