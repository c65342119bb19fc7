"""The spans of a local day in which a post can be sent."""

import pandas as pd

SLOTS: dict[str, range] = {
    "06:00-11:00": range(6, 11),
    "11:00-14:00": range(11, 14),
    "14:00-18:00": range(14, 18),
    "18:00-23:00": range(18, 23),
}
"""Few and broad, because each has to be learnt from the posts of one community."""
NIGHT = "23:00-06:00"
_BY_HOUR = {hour: slot for slot, hours in SLOTS.items() for hour in hours}


def slot_of(hour: int) -> str:
    """The slot that a local hour 0..23 falls in."""
    return _BY_HOUR.get(int(hour), NIGHT)


def slots_of(hours: pd.Series) -> pd.Series:
    """`slot_of` for a column of hours."""
    return hours.map(_BY_HOUR).fillna(NIGHT)
