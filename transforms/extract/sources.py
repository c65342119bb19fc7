"""The sources of the communities: their keys, and what is known of each after a night."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import zip_longest
from pathlib import PurePath
from typing import Any

from transforms import lake
from transforms.config.communities import Community, Source, read_folder
from transforms.config.errors import BadInput
from transforms.config.settings import settings
from transforms.extract.files.rows import Rejected

LONGEST_DAY = 25
"""Hours, when the clock goes back."""


def keys(community: Community) -> list[str]:
    """One key per source, in the file's order: what it is, not where it stands, so that reordering
    changes nothing.
    """
    found: list[str] = []
    for source in community.sources:
        key = _key(source)
        same = sum(
            1 for other in found if other == key or re.fullmatch(re.escape(key) + r"_\d+", other)
        )
        found.append(f"{key}_{same + 1}" if same else key)
    return found


def find(community: str, source: int) -> tuple[Community, Source, str]:
    """The community, one of its sources and the source's key; BadInput when there is none."""
    communities, errors = read_folder(settings().communities)
    found = next((one for one in communities if one.name == community), None)
    if found is None:
        about = [error for error in errors if community in error]
        raise BadInput(
            "\n".join(about) or f"{settings().communities}: no community is called '{community}'"
        )
    if not 0 <= source < len(found.sources):
        raise BadInput(
            f"{community}: sources: there is no source number {source}; there are {len(found.sources)}"
        )
    return found, found.sources[source], keys(found)[source]


def slug(community_id: str, key: str) -> str:
    """The name that a source's files, pipeline and cursor have."""
    return f"{community_id}--{key}"


def hourly_budget(source: Source) -> int:
    """The requests that one look of the pulse may ask: half the budget, over the longest day."""
    return source.request_budget // (2 * LONGEST_DAY)


def nightly_budget(community: Community, source: Source) -> int:
    """The requests that a night may ask: what the looks of its day leave, however many there were."""
    looks = LONGEST_DAY if community.pulse else 0
    return source.request_budget - looks * hourly_budget(source)


def night_of(community: Community, night: str | None, now: datetime) -> date:
    """The night asked for, else the community's last local day that has ended."""
    if night:
        try:
            return date.fromisoformat(night)
        except ValueError:
            raise BadInput(f"'{night}' is not a date; write 2025-06-17") from None
    return now.astimezone(community.zone).date() - timedelta(days=1)


def is_due(community: Community, now: datetime) -> bool:
    """Whether a local day has ended, at the night's hour, for which one of the community's sources
    was not pulled.
    """
    ended = now.astimezone(community.zone) - timedelta(hours=settings().night_hour)
    days = [
        ended.date() - timedelta(days=1),
        ended.date(),
    ]  # pulled by hand before the hour is pulled too
    names = [slug(community.name, key) for key in keys(community)]
    return not all(
        any(lake.exists("sources", f"{name}--{day.isoformat()}") for day in days) for name in names
    )


def record(
    community: Community,
    key: str,
    network: str,
    night: date,
    status: str,
    message: str,
    rows: int = 0,
    set_aside: int = 0,
) -> None:
    """Write down how the source's night went; the same night's earlier record is replaced."""
    row = {
        "community_id": community.name,
        "source": key,
        "network": network,
        "night": night,
        "status": status,
        "rows": rows,
        "quarantined": set_aside,
        "message": message[:1_000],
        "finished_at": datetime.now(UTC),
    }
    lake.write_rows("sources", f"{slug(community.name, key)}--{night.isoformat()}", [row])


def set_aside(
    community: Community, key: str, network: str, night: date, file: str, version: str, rejected: list[Rejected],
    marks: Sequence[str | None] = (),
) -> int:  # fmt: skip
    """Write the rows that could not be let in: where they are and why, never what they say; returns
    how many are new.

    marks: what tells each row from others, so that a row is set aside once however often its file
    comes again.
    """
    now, name = datetime.now(UTC), f"{slug(community.name, key)}--{version[:12]}"
    known = _set_aside_before(community.name, key, name)
    rows = [
        {
            "community_id": community.name,
            "source": key,
            "network": network,
            "file": file,
            "line": one.line,
            "field": one.field,
            "reason": one.reason,
            "loaded_at": now,
            "night": night,
            "row_hash": mark,
        }
        for one, mark in zip_longest(rejected, marks)
        if mark is None or not {mark, (one.line, one.field, one.reason)} & known
    ]
    if rows:
        lake.write_rows("quarantine", name, rows)
    return len(rows)


def _set_aside_before(community_id: str, key: str, name: str) -> set[Any]:
    """The marks of the source's rows that other files than `name` hold; where they have none, line,
    field, reason.
    """
    source = name.rpartition("--")[0]
    tables = [
        lake.read("quarantine", other)
        for other in lake.names("quarantine")
        if other != name and (other.startswith(f"{source}--") or lake.is_merged(other))
    ]
    rows = [row for table in tables for row in table.to_pylist()]
    mine = [row for row in rows if (row["community_id"], row["source"]) == (community_id, key)]
    return {row["row_hash"] or (row["line"], row["field"], row["reason"]) for row in mine}


def _key(source: Source) -> str:
    if source.network == "export":
        path = PurePath(source.path or "")
        named = (
            path.stem if re.search(r"\w", path.stem) else path.parent.name
        )  # exports/*.csv is "exports"
    else:
        named = "_".join(part for part in (source.handle, source.instance) if part) or "_".join(
            source.terms
        )
    parts = (source.network, named, source.account if source.network == "export" else None)
    return re.sub(r"[^a-z0-9]+", "_", "_".join(part for part in parts if part).lower()).strip("_")[
        :80
    ]
