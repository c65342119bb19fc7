"""One row of an export as a typed post, or the first field that cannot be right and why."""

import math
import re
from collections.abc import Mapping
from typing import Any

from transforms.config.exports.mapping import COUNTS, FIELDS, INSTANTS, REQUIRED, Dates
from transforms.extract.values.bad_field import BadField, BadRow
from transforms.extract.values.counts import count
from transforms.extract.values.instants import instant

KNOWN = FIELDS
NO_VALUE = frozenset({"nan", "none", "null", "<na>", "nat", "#n/a"})
"""How programs write that there is no value; a text may be such a word, everything else means nothing by it."""

_NETWORK = re.compile(r"[a-z][a-z0-9_]{0,39}")
_DAMAGED = re.compile(r"\d[.,]\d+[eE]\+?\d+|\d[eE]\+\d+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?=[-_]|$)")
"""The language of a tag such as fr-FR; another word, or what slipped in from the next column, is none."""
_ROUNDED = re.compile(r"\d{15}0+")


def typed(
    values: Mapping[str, Any],
    dates: Dates | None = None,
    decimal: str | None = None,
    unreadable: dict[str, str] | None = None,
) -> dict[str, Any]:
    """The contract's fields with their types: instants in UTC, counts as int, null where the row
    says nothing.

    Fields of other names are left out. Raises BadField. A tombstone (`deleted`) needs neither text
    nor author. What a post can be read without is null when it cannot be read, and `unreadable`
    gets its name and the reason.
    """
    values = {
        name: value
        for name, value in values.items()
        if name in FIELDS and not _says_nothing(name, value)
    }
    lost = {} if unreadable is None else unreadable
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
        "created_at": instant("created_at", values.get("created_at"), dates),
    }
    for name in INSTANTS[1:]:
        post[name] = _or_null(lost, name, lambda name: instant(name, values.get(name), dates))
    for name in COUNTS:
        post[name] = _or_null(lost, name, lambda name: count(name, values.get(name), decimal))
    if "observed_at" in lost:  # counts of an unknown time are no counts
        post |= dict.fromkeys(COUNTS)
    post["account"] = identifier("account", values.get("account"), required=False)
    for name in ("in_reply_to", "advice_id"):
        post[name] = _or_null(
            lost, name, lambda name: identifier(name, values.get(name), required=False)
        )
    for name in ("language", "format", "url"):
        post[name] = _or_null(lost, name, lambda name: _word(name, values.get(name)))
    language = _LANGUAGE.match(post["language"] or "")
    post["language"] = language and language[0].lower()
    post["format"] = post["format"] and post["format"].lower()[:40]
    return post


def identifier(name: str, value: Any, required: bool = True) -> str | None:
    """An id as text; whole numbers are taken as their digits."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if isinstance(value, float) and value >= 10**15:
        raise BadField(
            name,
            "a number that the spreadsheet rounded; format the column as text and export again",
        )
    found = None if value is None else text(name, value).strip()
    if not found:
        if required:
            raise BadField(name, "missing")
        return None
    if _DAMAGED.fullmatch(found):
        raise BadField(
            name, "damaged by a spreadsheet (9,99E+99); import the column as text and export again"
        )
    if len(found) > 500:
        raise BadField(name, "longer than 500 characters")
    if not found.isprintable():
        raise BadField(name, "holds control characters")
    return found


def is_rounded(value: Any) -> bool:
    """Whether an id looks like a long number of which a spreadsheet kept fifteen digits."""
    return isinstance(value, str | int) and bool(_ROUNDED.fullmatch(str(value)))


def flag(name: str, value: Any) -> bool:
    """True or false; null is false."""
    if value is None or value == "":
        return False
    if isinstance(value, bool):
        return value
    found = str(value).strip().lower() if isinstance(value, str | int) else ""
    if found in ("true", "1", "yes", "vrai", "oui"):
        return True
    if found in ("false", "0", "no", "faux", "non"):
        return False
    raise BadField(name, "neither true nor false")


def text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise BadField(name, f"not a text but a {type(value).__name__}")
    return value


def _says_nothing(name: str, value: Any) -> bool:
    if isinstance(value, float) and math.isnan(value):
        return True
    return name != "text" and isinstance(value, str) and value.strip().casefold() in NO_VALUE


def _word(name: str, value: Any) -> str | None:
    return None if value is None or value == "" else text(name, value).strip()


def _or_null(lost: dict[str, str], name: str, read: Any) -> Any:
    try:
        return read(name)
    except BadRow:
        raise
    except BadField as error:
        lost[name] = error.reason
        return None
