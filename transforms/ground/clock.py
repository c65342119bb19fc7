"""Instants as servers write them, and the ends of local days."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo


def instant(value: Any) -> datetime | None:
    """An ISO 8601 instant in UTC, or None; without an offset it is UTC already."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The instant (UTC) at which a local day ends; days are 23 or 25 hours long when the clock
    changes.
    """
    return datetime.combine(day + timedelta(days=1), time.min, zone).astimezone(UTC)
