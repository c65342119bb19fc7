"""Times as people's tools write them, as instants in UTC; what could be read two ways is a reason,
not a guess.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from babel.dates import get_month_names

from transforms.config.exports.mapping import Dates
from transforms.extract.values.bad_field import BadField

FIRST_YEAR, LAST_YEAR = 1990, 2100
_EPOCH_UNITS = (1, 1_000, 1_000_000)  # seconds, milliseconds, microseconds
_EARLIEST, _LATEST = 631_152_000, 4_133_980_800

_CLOCK = r"(?:[Tt, ]\s?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?"
_OFFSET = r"\s?([Zz]|UTC|GMT|[+-]\d{2}(?::?\d{2})?|\[[A-Za-z_/]+\]|[A-Z][A-Za-z_]+/[A-Za-z_/]+)?"
_ISO = re.compile(rf"(\d{{4}})([-/])(\d{{2}})\2(\d{{2}}){_CLOCK}{_OFFSET}")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})?(Z)")
_NUMBERS = re.compile(
    rf"(\d{{1,2}})([./-])(\d{{1,2}})\2(\d{{4}}){_CLOCK}\s?([AaPp])?\.?[Mm]?\.?{_OFFSET}"
)
_NAMED = re.compile(
    rf"(?:[^\W\d_]{{3,9}}\.?,?\s)?(?:(\d{{1,2}})(?:er|st|nd|rd|th)?\s([^\W\d_]{{3,9}})\.?,?|([^\W\d_]{{3,9}})\.?\s(\d{{1,2}}),?)"
    rf"\s(\d{{4}})(?:,?\s(?:à|at|·)?\s?(\d{{1,2}})[:h](\d{{2}})(?::(\d{{2}}))?)?\s?([AaPp])?\.?[Mm]?\.?{_OFFSET}"
)
_TWITTER = re.compile(r"[A-Z][a-z]{2} [A-Z][a-z]{2} \d{2} \d{2}:\d{2}:\d{2} [+-]\d{4} \d{4}")
_RFC = re.compile(
    r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}(?::\d{2})? (?:GMT|UTC|[+-]\d{4})"
)
_EPOCH = re.compile(r"\d{9,16}(?:\.\d{1,6})?")


def instant(name: str, value: Any, dates: Dates | None = None) -> datetime | None:
    """An instant in UTC, from ISO 8601, epochs, RFC 2822, Twitter's form, or as `dates` says.

    A time of ISO 8601 without an offset is on the clock of `dates.zone`, else UTC; a bare date is
    its midnight.
    """
    if value is None or value == "":
        return None
    zone = _zone(dates)
    if isinstance(value, datetime):
        return plausible(name, value if value.tzinfo else value.replace(tzinfo=zone))
    if isinstance(value, date):
        return plausible(name, datetime(value.year, value.month, value.day, tzinfo=zone))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _epoch(name, value)
    if not isinstance(value, str):
        raise BadField(
            name, f"a {type(value).__name__}, not an ISO 8601 date; write 2025-06-17T10:03:57Z"
        )
    written = " ".join(value.split())
    try:
        found = _as_told(written, dates, zone) or _unmistakable(written, zone)
    except (ValueError, OverflowError) as error:
        raise BadField(name, f"no such date or time ({_without_value(error)})") from None
    if found is not None:
        return plausible(name, found)
    if _EPOCH.fullmatch(written):
        return _epoch(name, float(written))
    raise BadField(name, f"not an ISO 8601 date ({shape(written)}); {_advice(written)}")


def plausible(name: str, value: datetime) -> datetime:
    """The instant in UTC; BadField when its year is none that posts have."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise BadField(name, f"the year is not between {FIRST_YEAR} and {LAST_YEAR}")
    return value.astimezone(UTC)


def shape(value: str) -> str:
    """How a value looks, without what it says: 17/06/2025 is 99/99/9999."""
    found = re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", value.strip()[:25]))
    return "".join(c if c.isprintable() else "?" for c in found)


def is_ambiguous(value: str) -> bool:
    """Whether a date is in numbers whose day and month could be each other."""
    found = _NUMBERS.fullmatch(" ".join(value.split()))
    return found is not None and int(found[1]) <= 12 and int(found[3]) <= 12


def has_no_clock(value: Any) -> bool:
    """Whether a time, or a day, of ISO 8601 or of a spreadsheet says not on whose clock it is."""
    if isinstance(value, str):
        found = _ISO.fullmatch(" ".join(value.split()))
        return found is not None and found[9] is None
    return isinstance(value, date) and getattr(value, "tzinfo", None) is None


def day_or_month(value: str) -> str | None:
    """Which stands first in a date that can be read one way only, 'day' or 'month'; None when it
    does not say.
    """
    found = _NUMBERS.fullmatch(" ".join(value.split()))
    if found is None or (int(found[1]) > 12) == (int(found[3]) > 12):
        return None
    return "day" if int(found[1]) > 12 else "month"


def names_its_month(value: str) -> bool:
    """Whether a date writes its month as a word and its clock's place nowhere."""
    found = _NAMED.fullmatch(" ".join(value.split()))
    return found is not None and found[10] is None


def _as_told(value: str, dates: Dates | None, zone: tzinfo) -> datetime | None:
    """The time as the source says that times are written there."""
    if dates is None:
        return None
    for form in dates.format:
        try:
            found = datetime.strptime(value, form)
        except ValueError:
            continue
        return found if found.tzinfo else found.replace(tzinfo=zone)
    if dates.first and (found_numbers := _NUMBERS.fullmatch(value)):
        one, _, two, year, hour, minute, second, _, half, offset = found_numbers.groups()
        day, month = (one, two) if dates.first == "day" else (two, one)
        return _built((year, month, day), (hour, minute, second), half, _offset(offset, zone))
    if dates.zone and (named := _NAMED.fullmatch(value)):
        month = _months().get((named[2] or named[3]).casefold())
        if month:
            day, half, offset = named[1] or named[4], named[9], named[10]
            return _built(
                (named[5], month, day), (named[6], named[7], named[8]), half, _offset(offset, zone)
            )
    return None


def _unmistakable(value: str, zone: tzinfo) -> datetime | None:
    """The time in one of the forms that can be read one way only."""
    if found := _ISO.fullmatch(value):
        year, _, month, day, hour, minute, second, fraction, offset = found.groups()
        built = _built((year, month, day), (hour, minute, second), None, _offset(offset, zone))
        return built.replace(microsecond=int((fraction or "0").ljust(6, "0")[:6]))
    if found := _COMPACT.fullmatch(value):
        return _built(found.groups()[:3], found.groups()[3:6], None, UTC)
    if _TWITTER.fullmatch(value):
        return datetime.strptime(value, "%a %b %d %H:%M:%S %z %Y")
    if _RFC.fullmatch(value):
        found_rfc = parsedate_to_datetime(value)
        return found_rfc if found_rfc.tzinfo else found_rfc.replace(tzinfo=UTC)
    return None


def _epoch(name: str, value: float) -> datetime:
    for unit in _EPOCH_UNITS:
        if _EARLIEST <= value / unit < _LATEST:
            return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(
                microseconds=round(value / unit * 1e6)
            )
    raise BadField(
        name, f"a {type(value).__name__}, not an ISO 8601 date nor a number of seconds of this age"
    )


def _built(day: Any, clock: Any, half: str | None, zone: tzinfo) -> datetime:
    year, month, date_ = (int(part) for part in day)
    hour, minute, second = (int(part or 0) for part in clock)
    if half:
        if not 1 <= hour <= 12:
            raise ValueError("hour must be in 1..12")
        hour = hour % 12 + (12 if half in "Pp" else 0)
    return datetime(year, month, date_, hour, minute, second, tzinfo=zone)


def _offset(value: str | None, zone: tzinfo) -> tzinfo:
    if value is None:
        return zone
    value = value.strip("[]")
    if value in ("Z", "z", "UTC", "GMT"):
        return UTC
    if value[0] not in "+-":
        if value not in available_timezones():
            raise ValueError("unknown time zone")
        return ZoneInfo(value)
    digits = value[1:].replace(":", "").ljust(4, "0")
    if int(digits[2:]) > 59:
        raise ValueError("the offset's minutes must be in 0..59")
    delta = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-delta if value[0] == "-" else delta)


def _zone(dates: Dates | None) -> tzinfo:
    return ZoneInfo(dates.zone) if dates and dates.zone else UTC


@lru_cache
def _months() -> dict[str, int]:
    """The months' names in French and English, whole and short."""
    return {
        name.strip(".").casefold(): number
        for language in ("fr", "en")
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=language).items()
    }


def _advice(value: str) -> str:
    if _NUMBERS.fullmatch(value):
        return "say `dates: {first: day, zone: Europe/Paris}` (or month) in the source, or write 2025-06-17T10:03:57Z"
    if _NAMED.fullmatch(value):
        return "say on whose clock: `dates: {zone: Europe/Paris}` in the source"
    return "write 2025-06-17T10:03:57Z, or say how it is written with `dates: {format: …}`"


def _without_value(error: Exception) -> str:
    said = str(error)
    return (
        said
        if "must be in" in said or "is out of range" in said or "zone" in said
        else "out of range"
    )
