"""The append-only records of advice, outcomes and track record: a key already written is read back,
never changed.

A record is a file of its community and day until the week's upkeep merges it with others; there its
rows say whose it is, and of which day.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds

from transforms import lake

RECOMMENDATIONS = "ledger/recommendations"
OUTCOMES = "ledger/outcomes"
TRACK_RECORD = "ledger/track_record"
KEYS = {
    RECOMMENDATIONS: ("for_date", "advice_id"),
    OUTCOMES: ("scored_on", "advice_id", "horizon"),
    TRACK_RECORD: ("as_of_date",),
}
"""What tells a community's rows apart; the first is the day of their record."""


def append(folder: str, community: str, day: date, rows: list[dict]) -> bool:
    """Write the rows of one community and day, unless that key was ever written; True when they
    were written.
    """
    if written(folder, community, day):
        return False
    lake.write_rows(folder, f"{community}-{day.isoformat()}", rows)
    return True


def written(folder: str, community: str, day: date) -> bool:
    """Whether the key has its record."""
    if lake.exists(folder, f"{community}-{day.isoformat()}"):
        return True
    return bool(_merged(folder, community, day, day, KEYS[folder]).num_rows)


def is_empty(folder: str, community: str) -> bool:
    """Whether a community has no record yet."""
    known = _merged(folder, community, columns=KEYS[folder])
    return not _daily(folder, community) and not known.num_rows


def read(
    folder: str,
    community: str,
    since: date | None = None,
    until: date | None = None,
    columns: Sequence[str] = (),
) -> pd.DataFrame:
    """All rows of a community whose record's day lies in since..until, in the order of the days;
    `columns` in the place of all.
    """
    key, names = KEYS[folder], lake.SCHEMAS[folder].names
    needed = [name for name in names if not columns or name in {*key, *columns}]
    daily = [lake.read(folder, name) for name in _daily(folder, community, since, until)]
    tables = [_merged(folder, community, since, until, needed), *daily]
    rows = pa.concat_tables(table.select(needed) for table in tables).to_pandas()
    rows = rows.drop_duplicates([*key])  # a merge that was killed leaves them twice
    rows = rows.sort_values(key[0], kind="stable", ignore_index=True)
    return rows[[*columns]] if columns else rows


def _daily(
    folder: str, community: str, since: date | None = None, until: date | None = None
) -> list[str]:
    """The names of a community's files of one day each, in the order of the days."""
    first, last = (since or date.min).isoformat(), (until or date.max).isoformat()
    return [n for n in lake.names(folder) if n[:-11] == community and first <= n[-10:] <= last]


def _merged(
    folder: str,
    community: str,
    since: date | None = None,
    until: date | None = None,
    columns: Sequence[str] | None = None,
) -> pa.Table:
    """A community's rows in the files that upkeep has merged, those of since..until; all columns,
    or `columns`.
    """
    files = [lake.path(folder, f"{n}.parquet") for n in lake.names(folder) if lake.is_merged(n)]
    if not files:
        return lake.SCHEMAS[folder].empty_table()
    day = ds.field(KEYS[folder][0])
    mine = ds.field("community_id") == community
    mine &= (day >= (since or date.min)) & (day <= (until or date.max))
    whole = ds.dataset(files, lake.SCHEMAS[folder], "parquet", filesystem=lake.filesystem())
    return whole.to_table(columns=columns and [*columns], filter=mine)


def share(value: float) -> Decimal:
    """A share as the lake stores it."""
    return Decimal(f"{value:.4f}")
