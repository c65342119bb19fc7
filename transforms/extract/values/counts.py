"""Counts as people and their tools write them: 1 234, 1,2K, 2,0, 1,234.00, nan."""

import math
import re
from typing import Any

from transforms.extract.values.bad_field import BadField, BadRow

LARGEST = 2**53
NOTHING = frozenset(
    {
        "",
        "-",
        "–",
        "—",
        "nan",
        "none",
        "null",
        "<na>",
        "n/a",
        "na",
        "#n/a",
        "nat",
        "n.d.",
        "nd",
        "nc",
    }
)
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f'’]")
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_BOTH = re.compile(r"(\d{1,3}(?:([.,])\d{3})+)(?!\2)([.,])(\d{1,6})")
_PLAIN = re.compile(r"\+?(\d{1,18})(?:[.,](\d{1,6}))?")
_SHORT = re.compile(r"(\d{1,4})(?:[.,](\d{1,2}))?(k|m|md|mio|mrd|b)", re.IGNORECASE)
_POWER = re.compile(r"\d{1,6}(?:\.\d{1,6})?[eE]\+?\d{1,2}")
_THOUSANDS = {"k": 10**3, "m": 10**6, "mio": 10**6, "b": 10**9, "md": 10**9, "mrd": 10**9}


def count(name: str, value: Any, decimal: str | None = None) -> int | None:
    """A count, or null where nothing is said; null is not zero. BadField when it cannot be told
    what was meant, BadRow when it is below zero.

    `decimal` is the sign before decimals where it is known: it tells 1.234 (one thousand) from
    1.234 (no count).
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, str):
        value = _written(value, decimal)
        if value is None:
            return None
    whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    if isinstance(value, bool) or not whole:
        raise BadField(name, f"not a whole number but a {type(value).__name__}")
    if value < 0:
        raise BadRow(name, "negative")
    if value > LARGEST:
        raise BadField(name, "larger than any count can be")
    return int(value)


def _written(value: str, decimal: str | None) -> int | str | None:
    """The number that a text writes, null, or the text itself where it is none or could be two."""
    said = _SPACES.sub("", value)
    if said.casefold() in NOTHING:
        return None
    if short := _SHORT.fullmatch(said):
        digits = (short[2] or "").ljust(2, "0")
        return (int(short[1]) * 100 + int(digits)) * _THOUSANDS[short[3].lower()] // 100
    if _POWER.fullmatch(said):
        return int(float(said)) if float(said).is_integer() and float(said) <= LARGEST else said
    if both := _BOTH.fullmatch(said):  # 1,234.00: the last sign is the decimals'
        whole = not both[4].strip("0") and decimal in (None, both[3])
        return int(both[1].replace(both[2], "")) if whole else said
    if grouped := _GROUPED.fullmatch(said):
        several = said.count(grouped[1]) > 1
        if several or (decimal is not None and grouped[1] != decimal):
            return int(said.replace(grouped[1], ""))
        if decimal is None:
            return said
    if plain := _PLAIN.fullmatch(said):
        return int(plain[1]) if not (plain[2] or "").strip("0") else said
    return -1 if re.fullmatch(r"[-−]\d+", said) else said
