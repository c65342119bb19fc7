"""How an unknown file could be read: the shape that it is of, else a guess for each field from
names and values.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from transforms.config.communities import CLOCK
from transforms.config.exports.mapping import COUNTS, REQUIRED, compiled
from transforms.config.exports.said import say
from transforms.config.exports.shapes import Shape, read_shapes
from transforms.config.networks import PULLED
from transforms.extract.files.header import their_names
from transforms.extract.files.objects import records_of
from transforms.extract.files.sample import Sample, sample
from transforms.extract.mapping import fold
from transforms.extract.values.bad_field import BadField
from transforms.extract.values.instants import day_or_month, has_no_clock, instant, is_ambiguous

_WORD = re.compile(r"[A-Za-z_]\w{0,60}", re.ASCII)


@dataclass(frozen=True)
class Proposal:
    """A source as the community file would have it, and what only a person can know."""

    source: dict[str, Any]
    doubts: list[str] = field(default_factory=list)


def propose(path: Path, network: str | None = None, language: str = "fr") -> Proposal:
    """The source that reads the file; `network` is what the file cannot say of itself."""
    found = sample(path)
    source: dict[str, Any] = {"network": "export", "path": str(path)}
    if all(name in found.names for name in REQUIRED):  # our own rows: UTC where they say no clock
        dates, doubts = _dates(found, "created_at", language, _is_told)
        return Proposal(source | ({"dates": dates} if dates else {}), doubts)
    for name, shape in read_shapes().items():
        if is_of(found, shape):
            about = {"label": shape.label, "notes": shape.notes}
            said = [say(language, "known", **about)] if shape.notes else []
            return Proposal(source | {"kind": name}, said)
    return _guessed(found, source, network, language)


def is_of(found: Sample, shape: Shape) -> bool:
    """Whether a file has all that a shape is known by."""
    if (found.form == "table") != (shape.form == "table") or not shape.signature:
        return False
    if found.form == "table":
        names = {fold(name) for name in found.names}
        row = {name: name for name in found.names}
        return all(
            path.search(row) if (path := compiled(one)) else fold(one) in names
            for one in shape.signature
        )
    rows = found.rows
    if shape.records and found.document is not None:
        rows = [
            one for one in records_of(found.document, shape.records) or [] if isinstance(one, dict)
        ]
    elif shape.records and not found.document and shape.form == "json":
        return False
    return bool(rows) and all(_has(rows[0], one) for one in shape.signature)


def _has(row: dict[str, Any], one: str) -> bool:
    path = compiled(one)
    return bool(path.search(row)) if path is not None else one in row


def _guessed(found: Sample, source: dict[str, Any], network: str | None, language: str) -> Proposal:
    columns, doubts = _columns(found), []
    constants = {}
    if "network" not in columns:
        constants["network"] = network or "forum"
        if network is None:
            doubts.append(say(language, "network"))
    if "post_id" not in columns:
        source = source | {"ids": "content"}
        doubts.append(say(language, "ids"))
    if "author_id" not in columns:
        doubts.append(say(language, "author_id"))
        if "post_id" in columns:
            columns["author_id"] = columns["post_id"]
    lost = [name for name in ("text", "created_at") if name not in columns]
    doubts += [say(language, "lost", name=name) for name in lost]
    dates, doubt = _dates(found, columns.get("created_at"), language)
    said = {
        "columns": columns,
        "values": {"network": names} if (names := _networks(found, columns.get("network"))) else {},
        "constants": constants,
        "dates": dates,
        "records": found.records,
        "decimal": "," if found.delimiter == ";" and _has_decimal_commas(found, columns) else None,
    }
    source |= {name: value for name, value in said.items() if value}
    return Proposal(source, doubts + doubt)


def _columns(found: Sample) -> dict[str, str]:
    """ours: theirs, each of theirs for one field only (a link may be an id and a link), by the
    order of known names.
    """
    by_fold = {_plain(name): name for name in (*_inner_names(found), *found.names)}
    columns: dict[str, str] = {}
    for ours, theirs in their_names().items():
        taken = {
            name for field_, name in columns.items() if not (ours == "url" and field_ == "post_id")
        }
        for one in theirs:
            name = by_fold.get(_plain(one))
            if name is not None and name not in taken and _can_be(found, ours, name):
                columns[ours] = name
                break
    return columns


def _plain(name: str) -> str:
    """A name as it is looked up: user_name, "User name" and user.name are one."""
    return fold(name).replace("_", " ").replace(".", " ")


def _inner_names(found: Sample) -> list[str]:
    """The names inside the records' objects, as paths such as user.name."""
    inner = [
        f"{outer}.{name}"
        for row in found.rows
        for outer, value in row.items()
        if isinstance(value, dict) and _WORD.fullmatch(outer)
        for name in value
        if _WORD.fullmatch(name)
    ]
    return list(dict.fromkeys(inner))


def _value(row: dict[str, Any], name: str) -> Any:
    """A column's cell, or what stands in a record at a path such as user.name."""
    outer, _, inner = name.partition(".")
    held = row.get(outer)
    return held.get(inner) if name not in row and isinstance(held, dict) else row.get(name)


def _can_be(found: Sample, ours: str, name: str) -> bool:
    values = [one for row in found.rows if (one := _value(row, name)) not in (None, "")]
    if ours == "post_id":
        return bool(values) and len({str(one) for one in values}) == len(values)
    if ours in ("text", "author_id", "network", "created_at"):
        return bool(values) and not any(isinstance(one, dict | list) for one in values)
    return True


def _dates(
    found: Sample, name: str | None, language: str, is_told: Callable[[Any], bool] | None = None
) -> tuple[dict[str, str], list[str]]:
    """What is to be said of the dates, from the dates themselves."""
    is_told = is_told or (lambda one: _is_told(one) and not has_no_clock(one))
    values = [one for row in found.rows if name and (one := _value(row, name))]
    written = [one for one in values if isinstance(one, str)]
    if not name or all(is_told(one) for one in values):
        return {}, []
    zone = {"zone": CLOCK[language]}
    doubt = say(language, "clock", zone=zone["zone"], name=name)
    first = next((found_first for one in written if (found_first := day_or_month(one))), None)
    if first is None and any(is_ambiguous(one) for one in written):
        first = "day" if language == "fr" else "month"
        doubt += " " + say(language, f"first_{first}")
    return ({"first": first} if first else {}) | zone, [doubt]


def _is_told(value: Any) -> bool:
    try:
        return instant("created_at", value) is not None
    except BadField:
        return False


def _networks(found: Sample, name: str | None) -> dict[str, str]:
    """Their names of networks as ours, where they are not the same but for case."""
    said = {str(one) for row in found.rows if name and (one := _value(row, name))}
    ours: dict[str, str] = {}
    for one in sorted(said):
        words = set(re.split(r"[^a-z]+", one.lower()))
        known = next(
            (network for network in PULLED if network in words), "x" if "twitter" in words else None
        )
        if known and one.strip().lower() != known:
            ours[one] = known
    return ours


def _has_decimal_commas(found: Sample, columns: dict[str, str]) -> bool:
    names = [columns[name] for name in COUNTS if name in columns]
    return any("," in str(row.get(name, "")) for row in found.rows for name in names)
