"""Every mart and column on nights that were: `python -m tests.benchmarks.columns FILE.duckdb ...`.

A column is told when it is always null, has one value in all of its rows, or holds what its
description excludes, over all files together: some columns need another night than one calm one.
Where its description or `columns.yml` says why, that is told with `--all` only.
"""

import argparse
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import yaml

from transforms.warehouse.sql import identifier

ALIKE = 3
"""Rows from which one value in all of them is worth a look."""
NUMBERS = ("DECIMAL", "DOUBLE", "FLOAT", "BIGINT", "INTEGER", "HUGEINT", "SMALLINT")
NULL_IS_SAID = re.compile(r"\bnull\b|\bempty\b|\bwhere\b|\bif any\b", re.IGNORECASE)
LISTED = re.compile(r"`([^`\s]+)`")


@dataclass(frozen=True)
class Column:
    """One column over all files: how many rows, how many of them null, its values as far as they say
    something.
    """

    table: str
    name: str
    description: str
    rows: int
    nulls: int
    distinct: int
    low: float | None
    high: float | None
    values: frozenset[str]
    """The values of a text column of at most twelve."""


@dataclass(frozen=True)
class Finding:
    """A column that says nothing, or not what it should; `why` is empty where nobody says why."""

    column: Column
    what: str
    why: str


def profile(files: Iterable[Path]) -> list[Column]:
    """Every column of every table of the files, those of one name together."""
    parts: dict[tuple[str, str], list[Column]] = {}
    for file in files:
        with duckdb.connect(str(file), read_only=True) as connection:
            for one in _columns(connection):
                parts.setdefault((one.table, one.name), []).append(one)
    return [_together(some) for some in parts.values()]


def findings(columns: Iterable[Column]) -> list[Finding]:
    """What a reader should know of the columns, in their order."""
    return [one for column in columns for one in _findings(column)]


def _findings(column: Column) -> Iterator[Finding]:
    words = column.description
    if not words:
        yield Finding(column, "has no description", "")
    if column.rows and column.nulls == column.rows:
        said = words if NULL_IS_SAID.search(words) else _reason(column)
        yield Finding(column, "is always null", said)
    elif column.rows >= ALIKE and column.distinct == 1 and not column.nulls:
        yield Finding(column, "has one value", _reason(column))
    yield from (Finding(column, what, "") for what in _contradictions(column))


def _reason(column: Column) -> str:
    name = f"{column.table}.{column.name}"
    return next((why for one, why in _reasons().items() if fnmatchcase(name, one)), "")


@cache
def _reasons() -> dict[str, str]:
    return yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))


def _contradictions(column: Column) -> Iterator[str]:
    words = column.description.lower()
    low, high = column.low, column.high
    if low is not None and high is not None:
        if re.search(r"^(share|probability|mean probability)\b|\b0 to 1\b", words):
            if low < 0 or high > 1:
                yield f"is {low:g} to {high:g}, not 0 to 1"
        elif re.search(r"-1 to 1|\(-1\.\.1\)", words) and (low < -1 or high > 1):
            yield f"is {low:g} to {high:g}, not -1 to 1"
        if words.startswith(("how many", "number of", "posts ", "minutes")) and low < 0:
            yield f"is negative: {low:g}"
    listed = set(LISTED.findall(column.description))
    if len(listed) >= 2 and column.values and listed & column.values and column.values - listed:
        yield f"holds what is not listed: {', '.join(sorted(column.values - listed))}"
    if re.search(r"\bnever null\b", words) and column.nulls:
        yield f"is null in {column.nulls} rows"


def _columns(connection: duckdb.DuckDBPyConnection) -> Iterator[Column]:
    listed = connection.execute(
        "select schema_name, table_name, column_name, data_type, coalesce(comment, '') "
        "from duckdb_columns() where not internal and database_name = current_database() "
        "order by schema_name, table_name, column_index"
    ).fetchall()
    for schema, table, name, kind, words in listed:
        place = f"{identifier(schema)}.{identifier(table)}"
        yield Column(
            table if schema == "main" else f"{schema}.{table}",
            name, words, *_figures(connection, place, identifier(name), kind),
        )  # fmt: skip


def _figures(
    connection: duckdb.DuckDBPyConnection, place: str, name: str, kind: str
) -> tuple[int, int, int, float | None, float | None, frozenset[str]]:
    is_number = kind.startswith(NUMBERS)
    ends = f"min({name})::double, max({name})::double" if is_number else "null, null"
    row: Any = connection.execute(
        f"select count(*), count(*) - count({name}), count(distinct {name}::varchar), {ends} "
        f"from {place}"
    ).fetchone()
    values: frozenset[str] = frozenset()
    if kind == "VARCHAR" and row[2] <= 12:
        told = connection.execute(f"select distinct {name} from {place} where {name} is not null")
        values = frozenset(value for (value,) in told.fetchall())
    return *row, values


def _together(some: list[Column]) -> Column:
    """The column over several files; the counts of different values are those of the richest one."""
    lows = [one.low for one in some if one.low is not None]
    highs = [one.high for one in some if one.high is not None]
    values = frozenset().union(*(one.values for one in some))
    many = max(max(one.distinct for one in some), len(values))
    if lows and min(lows) != max(highs):
        many = max(many, 2)
    return Column(
        some[0].table, some[0].name, some[0].description, sum(one.rows for one in some),
        sum(one.nulls for one in some), many, min(lows, default=None), max(highs, default=None),
        values,
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path, help="published/marts.duckdb of a night")
    parser.add_argument("--all", action="store_true", help="also those of which it is said why")
    given = parser.parse_args()
    columns = profile(given.files)
    found = findings(columns)
    for one in found:
        if given.all or not one.why:
            name = f"{one.column.table}.{one.column.name}"
            print(f"{name} {one.what}: {one.why or one.column.description}")
    tables = {one.table for one in columns}
    empty = sorted({one.table for one in columns if not one.rows})
    left = sum(not one.why for one in found)
    print(f"{len(tables)} tables, {len(columns)} columns; empty: {', '.join(empty) or 'none'}")
    print(f"{len(found)} findings, {len(found) - left} said why, {left} left")


if __name__ == "__main__":
    main()
