"""The append-only records of advice, outcomes and track record: a key already written is read back,
never changed.
"""

from datetime import date
from decimal import Decimal

import pandas as pd

from transforms import lake

RECOMMENDATIONS = "ledger/recommendations"
OUTCOMES = "ledger/outcomes"
TRACK_RECORD = "ledger/track_record"


def append(folder: str, community: str, day: date, rows: list[dict]) -> bool:
    """Write the rows of one community and day, unless that key was ever written; True when they
    were written.
    """
    name = f"{community}-{day.isoformat()}"
    if lake.exists(folder, name):
        return False
    lake.write_rows(folder, name, rows)
    return True


def written(folder: str, community: str, day: date) -> bool:
    """Whether the key has its record."""
    return lake.exists(folder, f"{community}-{day.isoformat()}")


def days(folder: str, community: str) -> list[date]:
    """The days that a community has a record of, in order."""
    return sorted(date.fromisoformat(n[-10:]) for n in lake.names(folder) if n[:-11] == community)


def read(
    folder: str, community: str, since: date | None = None, until: date | None = None
) -> pd.DataFrame:
    """All rows of a community whose file's day lies in since..until, in the order of the days."""
    wanted = []
    for name in lake.names(folder):
        owner, day = name[:-11], name[-10:]
        after = since is None or day >= since.isoformat()
        before = until is None or day <= until.isoformat()
        if owner == community and after and before:
            wanted.append(name)
    tables = [lake.read(folder, name).to_pandas() for name in wanted]
    frames = [t for t in tables if not t.empty]
    return (
        pd.concat(frames, ignore_index=True)
        if frames
        else lake.SCHEMAS[folder].empty_table().to_pandas()
    )


def share(value: float) -> Decimal:
    """A share as the lake stores it."""
    return Decimal(f"{value:.4f}")
