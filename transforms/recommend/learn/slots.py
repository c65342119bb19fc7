"""The spans of a local day in which a post can be sent."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pandas as pd

from transforms.reading import NIGHT, SLOTS

DAY_SLOTS = tuple(slot for slot in SLOTS if slot != NIGHT)
"""When a post is advised."""
_BY_HOUR = {hour: slot for slot, hours in SLOTS.items() for hour in hours}


def day_begins(day: date, zone: ZoneInfo) -> datetime:
    """When a local day begins for whoever posts in it: with its first slot; the night before
    belongs to nobody.
    """
    return datetime.combine(
        day, time(min(hour for slot in DAY_SLOTS for hour in SLOTS[slot])), zone
    )


def slot_of(hour: int) -> str:
    """The slot that a local hour 0..23 falls in."""
    return _BY_HOUR.get(int(hour), NIGHT)


def slots_of(hours: pd.Series) -> pd.Series:
    """`slot_of` for a column of hours."""
    return hours.map(_BY_HOUR).fillna(NIGHT)
