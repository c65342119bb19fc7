"""Where a community stands: what `cmr status` says, without the rows of others."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from transforms.report.said import clean
from transforms.report.said.words import Words
from transforms.site.render import SitePage

COLUMNS = {
    "sources": ("source", "status", "good_at", "rows", "message"),
    "set_aside": ("source", "reason", "rows"),
    "steps": ("step", "status", "runs", "seconds", "finished_at", "message"),
    "sizes": ("what", "files", "megabytes"),
}
_ROWS = {"set_aside": "quarantine"}
NO_BREAK = "\u00a0"
TIMES = ("good_at", "finished_at")
OWN = ("sources", "set_aside")
"""The tables whose rows are of one community; the others tell of the installation."""


def page(status: Mapping[str, Any], community: str, words: Words) -> SitePage:
    """The community's night, sources and rows set aside, and the installation's steps and sizes."""
    nights = {row["community"]: row["night"] for row in status.get("communities", [])}
    tables = []
    for name, columns in COLUMNS.items():
        rows = [
            row
            for row in status.get(_ROWS.get(name, name), [])
            if name not in OWN or row["community"] == community
        ]
        if rows:
            heads = [words.get(f"site.status.columns.{column}") for column in columns]
            shown = [tuple(_value(row, column, words) for column in columns) for row in rows]
            tables.append((words.get(f"site.status.{name}"), heads, shown))
    night = nights.get(community)
    content = {
        "night": words.day(night) if night else "",
        "model": status.get("model") or "",
        "tables": tables,
    }
    return SitePage("status.html", "status", words.get("site.status.title"), content, "status")


def _value(row: Mapping[str, Any], column: str, words: Words) -> Any:
    if column == "megabytes":
        return round(row["bytes"] / 1e6, 1)
    value = row.get(column)
    if value and column in TIMES:
        at = datetime.fromisoformat(str(value)).astimezone(UTC)
        shown = f"{words.day(at.date(), weekday=False)} {words.clock(at.hour, at.minute)} UTC"
        return shown.replace(" ", NO_BREAK)
    return clean.text(value, 200) if isinstance(value, str) else value
