"""One row of an export as a typed post, or the first field that cannot be right and why."""

import math
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from transforms.extract.export import REQUIRED

COUNTS = ("likes", "replies", "shares", "views", "followers")
INSTANTS = ("created_at", "observed_at", "updated_at")
KNOWN = frozenset(
    {
        *REQUIRED,
        *COUNTS,
        *INSTANTS,
        "account",
        "language",
        "in_reply_to",
        "format",
        "url",
        "deleted",
        "advice_id",
    }
)
LARGEST_COUNT = 2**53
FIRST_YEAR, LAST_YEAR = 1990, 2100

_ISO = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})"
    r"(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?([Zz]|[+-]\d{2}(?::?\d{2})?)?)?"
)
_WHOLE = re.compile(r"[+-]?\d{1,18}(?:\.0+)?")
_NETWORK = re.compile(r"[a-z][a-z0-9_]{0,39}")


class BadField(ValueError):
    """A field that cannot be right; the message is the reason, without the value."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.reason = field, reason


def typed(values: Mapping[str, Any]) -> dict[str, Any]:
    """The contract's fields with their types: instants in UTC, counts as int, null where the row says nothing.

    Fields of other names are left out. Raises BadField. A tombstone (`deleted`) needs neither text nor author.
    """
    deleted = flag("deleted", values.get("deleted"))
    for name in REQUIRED:
        if values.get(name) is None and not (deleted and name in ("text", "author_id")):
            raise BadField(name, "missing")
    network = text("network", values["network"]).strip().lower()
    if not _NETWORK.fullmatch(network):
        raise BadField("network", "not the name of a network: letters, digits and _")
    post: dict[str, Any] = {
        "post_id": identifier("post_id", values["post_id"]),
        "network": network,
        "author_id": identifier("author_id", values.get("author_id"), required=not deleted),
        "text": text("text", "" if values.get("text") is None else values["text"]),
        "deleted": deleted,
    }
    for name in INSTANTS:
        post[name] = instant(name, values.get(name))
    for name in COUNTS:
        post[name] = count(name, values.get(name))
    for name in ("in_reply_to", "account", "advice_id"):
        post[name] = identifier(name, values.get(name), required=False)
    for name in ("language", "format", "url"):
        value = values.get(name)
        post[name] = None if value is None or value == "" else text(name, value).strip()
    post["language"] = post["language"] and post["language"].lower().replace("_", "-").partition("-")[0][:10]
    post["format"] = post["format"] and post["format"].lower()[:40]
    return post


def instant(name: str, value: Any) -> datetime | None:
    """An instant in UTC from ISO 8601: with an offset, Z, or neither, which means UTC; a bare date is its midnight."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return _plausible(name, value if value.tzinfo else value.replace(tzinfo=UTC))
    if isinstance(value, date):
        return _plausible(name, datetime(value.year, value.month, value.day, tzinfo=UTC))
    if isinstance(value, bool) or not isinstance(value, str):
        raise BadField(name, f"a {type(value).__name__}, not an ISO 8601 date; write 2025-06-17T10:03:57Z")
    found = _ISO.fullmatch(value.strip())
    if not found:
        raise BadField(name, f"not an ISO 8601 date ({_shape(value)}); write 2025-06-17T10:03:57Z")
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    micro = int((found[7] or "0").ljust(6, "0")[:6])
    try:
        return _plausible(name, datetime(year, month, day, hour, minute, second, micro, tzinfo=_offset(found[8])))
    except ValueError as error:
        if isinstance(error, BadField):
            raise
        raise BadField(name, f"no such date or time ({error})") from None


def count(name: str, value: Any) -> int | None:
    """A count, or null; null is not zero."""
    if value is None or value == "":
        return None
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, str) and _WHOLE.fullmatch(value.strip()):
        value = int(value.strip().partition(".")[0])
    whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    if isinstance(value, bool) or not whole:
        raise BadField(name, f"not a whole number but a {type(value).__name__}")
    if value < 0:
        raise BadField(name, "negative")
    if value > LARGEST_COUNT:
        raise BadField(name, "larger than any count can be")
    return int(value)


def identifier(name: str, value: Any, required: bool = True) -> str | None:
    """An id as text; whole numbers are taken as their digits."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    found = None if value is None else text(name, value).strip()
    if not found:
        if required:
            raise BadField(name, "missing")
        return None
    if len(found) > 500:
        raise BadField(name, "longer than 500 characters")
    if not found.isprintable():
        raise BadField(name, "holds control characters")
    return found


def flag(name: str, value: Any) -> bool:
    """True or false; null is false."""
    if value is None or value == "":
        return False
    if isinstance(value, bool):
        return value
    found = str(value).strip().lower() if isinstance(value, str | int) else ""
    if found in ("true", "1", "yes"):
        return True
    if found in ("false", "0", "no"):
        return False
    raise BadField(name, "neither true nor false")


def text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise BadField(name, f"not a text but a {type(value).__name__}")
    return value


def _offset(value: str | None) -> timezone:
    if value is None or value in "Zz":
        return UTC
    digits = value[1:].replace(":", "").ljust(4, "0")
    if int(digits[2:]) > 59:
        raise ValueError("the offset's minutes must be in 0..59")
    delta = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-delta if value[0] == "-" else delta)


def _plausible(name: str, value: datetime) -> datetime:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise BadField(name, f"the year is not between {FIRST_YEAR} and {LAST_YEAR}")
    return value.astimezone(UTC)


def _shape(value: str) -> str:
    """How a value looks, without what it says: 17/06/2025 is 99/99/9999."""
    shape = re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", value.strip()[:25]))
    return "".join(c if c.isprintable() else "?" for c in shape)
