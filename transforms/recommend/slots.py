"""The spans of a local day in which a post can be sent."""

import pandas as pd

SLOTS: dict[str, range] = {
    "06:00-09:00": range(6, 9),
    "09:00-12:00": range(9, 12),
    "12:00-14:00": range(12, 14),
    "14:00-17:00": range(14, 17),
    "17:00-20:00": range(17, 20),
    "20:00-23:00": range(20, 23),
}
NIGHT = "23:00-06:00"
_BY_HOUR = {hour: slot for slot, hours in SLOTS.items() for hour in hours}


def slot_of(hour: int) -> str:
    """The slot that a local hour 0..23 falls in."""
    return _BY_HOUR.get(int(hour), NIGHT)


def slots_of(hours: pd.Series) -> pd.Series:
    """`slot_of` for a column of hours."""
    return hours.map(_BY_HOUR).fillna(NIGHT)
