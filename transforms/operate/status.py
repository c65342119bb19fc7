"""Where everything stands: nights, sources, what was set aside, how long each step took, how large
it all is.
"""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from rich.console import Console
from rich.table import Table

from transforms import lake
from transforms.config import communities
from transforms.config.settings import settings
from transforms.lake import run_ledger

Row = dict[str, Any]


def collect() -> dict[str, Any]:
    """`communities`, `sources`, `quarantine`, `steps`, `model` and `sizes` as plain rows; reads the
    lake alone.

    `good_at` is a source's last good pull and `hours` its age; `seconds` a step's sum over its last run;
    `bytes` on disk.
    """
    lake.initialise()
    return {
        "communities": _communities(),
        "sources": _sources(datetime.now(UTC)),
        "quarantine": _quarantine(),
        "steps": _steps(),
        "model": _model(),
        "sizes": _sizes(),
    }


def show(status: dict[str, Any], console: Console) -> None:
    """Print the collected rows as tables; what is wrong stands out."""
    console.print(f"Model   {status['model'] or 'nothing read yet'}", highlight=False)
    for title, columns in (
        ("communities", ("community", "industry", "night")),
        ("sources", ("community", "source", "status", "hours", "rows", "message")),
        ("quarantine", ("community", "source", "reason", "rows")),
        ("steps", ("step", "status", "runs", "seconds", "finished_at", "message")),
        ("sizes", ("what", "files", "bytes")),
    ):
        if status[title]:
            console.print(_table(title, columns, status[title]))


def _table(title: str, columns: tuple[str, ...], rows: list[Row]) -> Table:
    table = Table(*columns, title=title, title_justify="left")
    for row in rows:
        style = "red" if row.get("status") == "failed" else None
        table.add_row(*(_readable(name, row[name]) for name in columns), style=style)
    return table


def _readable(name: str, value: Any) -> str:
    if value is None:
        return "never" if name in ("hours", "night") else ""
    if name == "bytes":
        return f"{value / 1e6:,.1f} MB"
    return (f"{value:,.1f}" if isinstance(value, float) else str(value)).replace("[", "\\[")


def _communities() -> list[Row]:
    nights = {row["community_id"]: row["night"] for row in lake.read("config/nights").to_pylist()}
    return [
        {"community": one.name, "industry": one.industry, "night": nights.get(one.name)}
        for one in communities.read_folder(settings().communities)[0]
    ]


def _sources(now: datetime) -> list[Row]:
    """The last pull of each source, beside the age of its last good one."""
    good: dict[tuple[str, str], datetime] = {}
    last: dict[tuple[str, str], Row] = {}
    for row in lake.read("sources").sort_by("finished_at").to_pylist():
        key = (row["community_id"], row["source"])
        last[key] = row
        if row["status"] != "failed":
            good[key] = row["finished_at"]
    return [
        {
            "community": key[0], "source": key[1], "status": row["status"], "message": row["message"],
            "hours": round((now - good[key]).total_seconds() / 3600, 1) if key in good else None,
            "good_at": good[key].isoformat(timespec="minutes") if key in good else None,
            "rows": row["rows"],
        }
        for key, row in sorted(last.items())
    ]  # fmt: skip


def _quarantine() -> list[Row]:
    counted = Counter(
        (row["community_id"], row["source"], row["reason"])
        for row in lake.read("quarantine").select(["community_id", "source", "reason"]).to_pylist()
    )
    return [
        {"community": community, "source": source, "reason": reason, "rows": rows}
        for (community, source, reason), rows in counted.most_common()
    ]


def _runs() -> list[Row]:
    """The ledger of the newest day that has one, oldest first."""
    names = lake.names("ops/steps")
    newest = max((name.split("/")[0] for name in names), default=None)
    tables = [lake.read("ops/steps", name) for name in names if name.split("/")[0] == newest]
    return pa.concat_tables(tables).sort_by("finished_at").to_pylist() if tables else []


def _steps() -> list[Row]:
    found: dict[str, Row] = {}
    for run in _runs():
        row = found.setdefault(run["step"], {"step": run["step"], "runs": 0, "seconds": 0.0})
        row["runs"] += 1
        row["seconds"] = round(row["seconds"] + run["seconds"], 1)
        row |= {
            "status": run["status"],
            "finished_at": run["finished_at"].isoformat(timespec="seconds"),
            "message": run_ledger.why(run),
        }
    return list(found.values())


def _model() -> str | None:
    active = lake.read("config/model").column("model").to_pylist()
    return max(active, default=None)


def _sizes() -> list[Row]:
    places = {
        "warehouse": settings().warehouse,
        "published": settings().published,
        "outbox": settings().outbox,
    }
    rows = [_size(what, place) for what, place in places.items()]
    fs, base = lake.filesystem(), lake.path()
    infos = fs.find(base, detail=True)
    return [
        {"what": "lake", "files": len(infos), "bytes": sum(one["size"] for one in infos.values())},
        *rows,
    ]


def _size(what: str, place: Path) -> Row:
    files = [place] if place.is_file() else [one for one in place.rglob("*") if one.is_file()]
    return {"what": what, "files": len(files), "bytes": sum(one.stat().st_size for one in files)}
