"""What a year of nights makes of the pages behind the mails: `python -m tests.scale.pages --home
HOME --out DIR [--nights 365]` prints a line of JSON for each number of nights that is shown.

HOME is one that has run a night of the bundled communities (`make run`: var). Its copy in DIR gets a
year: what is published of its 90 days stands there again 91, 182 … days earlier under ids of its own,
so that wants, advice and posts are those of a year, and the last night's mails lie in the archive of
every night before. What is timed is the night's own step (`flow.site`): for the nights before the
last with everything a day earlier, and then for the last one, so that every page with a date is
written again: no night changes more.
"""

import argparse
import json
import os
import shutil
import time
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

from transforms.bench.process import THREADS, processor_seconds
from transforms.config.settings import settings

QUARTER = 91
"""Days: whole weeks, no fewer than the bundled communities have."""
SHOWN = (30, 180, 365)
LEFT_OUT = ("airflow", "logs", "site", "archive")
OWN = (
    "post_id",
    "in_reply_to",
    "answered_post_id",
    "advice_id",
    "need_id",
    "signal_id",
    "event_id",
)
"""Ids that another quarter's rows have of their own; people and themes are the same all year."""


def stretch(published: Path, quarters: int) -> int:
    """Put earlier quarters into a published file; returns how many posts it has then."""
    with duckdb.connect(str(published)) as connection:
        connection.execute("set timezone = 'UTC'")
        for table, columns in _columns(connection, "not like 'dim_%'").items():
            connection.execute(f"create temp table own as from {table}")
            for quarter in range(1, quarters + 1):
                values = ", ".join(
                    f"{_earlier(name, kind, QUARTER * quarter)}{_own(name, kind, quarter)}"
                    for name, kind in columns.items()
                )
                connection.execute(f"insert into {table} select {values} from own")
            connection.execute("drop table own")
        [posts] = connection.execute("select count(*) from fct_posts").fetchone() or [0]
        return int(posts)


def a_day_earlier(published: Path, target: Path) -> None:
    """A copy of a published file in which everything happened a day earlier."""
    shutil.copy(published, target)
    with duckdb.connect(str(target)) as connection:
        connection.execute("set timezone = 'UTC'")
        for table, columns in _columns(connection, "like '%'").items():
            changes = [
                f'"{name}" = {_earlier(name, kind, 1)}'
                for name, kind in columns.items()
                if kind == "DATE" or kind.startswith("TIMESTAMP")
            ]
            if changes:
                connection.execute(f"update {table} set {', '.join(changes)}")


def _columns(connection: duckdb.DuckDBPyConnection, which: str) -> dict[str, dict[str, str]]:
    """The columns of the marts whose name is such, with their types."""
    found: dict[str, dict[str, str]] = {}
    for table, name, kind in connection.execute(f"""
        select c.table_name, c.column_name, c.data_type
        from information_schema.columns as c inner join duckdb_tables() as t using (table_name)
        where c.table_schema = 'main' and c.table_name {which}
        order by c.table_name, c.ordinal_position""").fetchall():
        found.setdefault(table, {})[name] = kind
    return found


def _earlier(name: str, kind: str, days: int) -> str:
    if kind == "DATE":
        return f'("{name}" - {days})::date'
    return f"\"{name}\" - interval '{days} days'" if kind.startswith("TIMESTAMP") else f'"{name}"'


def _own(name: str, kind: str, quarter: int) -> str:
    return f" || '-{quarter}'" if name in OWN and kind == "VARCHAR" else ""


def archive(mails: Iterable[Path], nights: Iterable[date]) -> None:
    """Lay the mails of a night under each of the nights."""
    for night in nights:
        folder = settings().archive / night.isoformat()
        folder.mkdir(parents=True, exist_ok=True)
        for mail in mails:
            shutil.copy(mail, folder / mail.name)


def swap(one: Path, other: Path) -> None:
    """Two files in each other's place."""
    between = one.with_suffix(".between")
    one.rename(between)
    other.rename(one)
    between.rename(other)


def timed() -> dict[str, Any]:
    """The step of the site, and seconds of the processor and of the wall."""
    from transforms.operate import flow
    from transforms.site import drawings

    drawings._drawn.cache_clear()  # a night's process has drawn nothing yet
    used, started = processor_seconds(), time.perf_counter()
    done = flow.site()
    return done | {
        "cpu_s": round(processor_seconds() - used, 2),
        "wall_s": round(time.perf_counter() - started, 2),
    }


def size(root: Path) -> dict[str, Any]:
    """Files and megabytes below a folder, and those of the largest page."""
    sizes = [path.stat().st_size for path in root.rglob("*") if path.is_file()]
    megabytes = [round(value / 1e6, 2) for value in (sum(sizes), max(sizes))]
    return {"files": len(sizes), "mb": megabytes[0], "largest_mb": megabytes[1]}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--home", type=Path, required=True)
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--nights", type=int, default=SHOWN[-1])
    asked = options.parse_args()
    shutil.copytree(asked.home, asked.out, ignore=shutil.ignore_patterns(*LEFT_OUT))
    os.environ.update(THREADS | {"CMR_HOME": str(asked.out.resolve())})
    settings.cache_clear()
    published, eve = settings().published, asked.out / "eve.duckdb"
    posts = stretch(published, asked.nights // QUARTER)
    a_day_earlier(published, eve)
    last = max(asked.home.glob("archive/*"))
    nights = [date.fromisoformat(last.name) - timedelta(days=ago) for ago in range(asked.nights)]
    mails = sorted(last.glob("*.eml"))
    for many in [*(one for one in SHOWN if one < asked.nights), asked.nights]:
        line: dict[str, Any] = {"nights": many, "posts": posts, "mails_a_night": len(mails)}
        archive(mails, nights[1:many])
        swap(published, eve)
        line["up_to_it"] = timed()
        archive(mails, nights[:1])
        swap(published, eve)
        line |= {"one_more_night": timed(), "nothing_new": timed(), "site": size(settings().site)}
        print(json.dumps(line), flush=True)
        shutil.rmtree(settings().archive / nights[0].isoformat())


if __name__ == "__main__":
    main()
