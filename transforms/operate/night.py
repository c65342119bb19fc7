"""One night by hand: the DAG through `airflow dags test`, its progress, and a summary a person can
act on.
"""

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from transforms import lake
from transforms.config.errors import BadInput, StepFailed
from transforms.config.settings import PROJECT, make_home, settings
from transforms.operate import airflow_process
from transforms.operate.told import outcome

DETAIL = ("community", "source", "shard", "rows", "new", "readings", "quarantined")


def run(date: str | None, console: Console) -> dict[str, float]:
    """Run `community_nightly` for `date` (None: the last local day of each community); returns
    seconds per step.

    StepFailed when the night could not be finished, with the last errors of Airflow's log.
    """
    if date is not None:
        _check_date(date)
    home = make_home()
    steps = home / "ops" / "steps.jsonl"
    seen = steps.stat().st_size if steps.exists() else 0
    log = home / "logs" / f"night-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    with log.open("w") as out:
        command = [sys.executable, "-m", airflow_process.__name__]
        command += ["dags", "test", "community_nightly"]
        command += ["--conf", json.dumps({"night": date})] if date else []
        process = subprocess.Popen(
            command, stdout=out, stderr=subprocess.STDOUT, cwd=PROJECT, env=_environment(home)
        )
        lines: list[dict[str, Any]] = []
        while process.poll() is None:
            time.sleep(0.3)
            seen = _follow(steps, seen, lines, console)
        _follow(steps, seen, lines, console)
    total = time.monotonic() - started
    seconds: dict[str, float] = {}
    for line in lines:
        seconds[line["step"]] = seconds.get(line["step"], 0) + line["seconds"]
    seconds["airflow"] = max(0.0, total - sum(seconds.values()))
    console.print(f"  {'airflow itself':<12} {seconds['airflow']:>6.1f} s")
    console.print(f"  {'all':<12} {total:>8.1f} s   (log: {log})")
    if process.returncode != 0:
        raise StepFailed(
            f"{outcome.read().sentence}\nThe log's last errors ({log}):\n{_last_errors(log)}"
        )
    return seconds


def _environment(home: Path) -> dict[str, str]:
    """What Airflow is told where nobody said otherwise, as the Makefile has it: all of it in the
    home.
    """
    ours = {
        "AIRFLOW_HOME": str(home / "airflow"),
        "AIRFLOW__CORE__DAGS_FOLDER": str(PROJECT / "dags"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DEFAULT_TASK_RETRY_DELAY": "5",
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
        "RUNTIME__DLTHUB_TELEMETRY": "false",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    # `airflow dags test` 3.3 fails at the end of a run that has a deadline; whoever runs it sees how
    # long it takes.
    return ours | os.environ | {"CMR_DEADLINE_MINUTES": "0"}


def standing() -> dict[str, str]:
    """The night that each community's marts stand at."""
    return {
        row["community_id"]: row["night"].isoformat()
        for row in lake.read("config/nights").to_pylist()
    }


def summary(console: Console) -> list[dict[str, Any]]:
    """Print, and return, what a person can act on: per community posts, readings, the strongest
    change, the mails.
    """
    published = settings().published
    if not published.exists():
        raise StepFailed(f"nothing is published yet in {published}; run a night first (`make run`)")
    with duckdb.connect(str(published), read_only=True) as connection:
        rows = _summarise(connection)
    table = Table(
        "community", "night", "posts", "read", "strongest change of the night", title="Tonight"
    )
    for row in rows:
        name = row["community"] + (" (simulated)" if row["simulated"] else "")
        table.add_row(
            name,
            str(row["night"]),
            f"{row['posts']:,}",
            f"{row['read']:,}",
            row["change"] or "a quiet night",
        )
    console.print(table)
    ended = outcome.read()
    colour = "green" if ended.is_good else "yellow" if ended.is_published else "red"
    places(console)
    console.print(f"Night   [{colour}]{escape(ended.sentence)}[/{colour}]", highlight=False)
    return rows


def places(console: Console) -> None:
    """Print where the marts and the mails are, whatever became of the night."""
    console.print(
        f"Marts   {settings().published}   (duckdb, read-only: `select * from fct_community_days`)",
        soft_wrap=True,
    )
    console.print(
        f"Mails   {settings().outbox}   (open an .html, or send the .eml)", soft_wrap=True
    )


def _summarise(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    found = connection.execute("""
        with reads as (
            select community_id, count(*) as posts, count(model) as read from fct_posts group by community_id
        ),
        strongest as (
            select community_id, date, metric, subject, direction, value, expected from fct_signals
            qualify row_number() over (partition by community_id, date order by rank) = 1
        )
        select c.community_id, c.simulated, c.last_date, coalesce(r.posts, 0), coalesce(r.read, 0),
            s.metric, s.subject, s.direction, s.value, s.expected
        from dim_communities as c
        left join reads as r using (community_id)
        left join strongest as s on s.community_id = c.community_id and s.date = c.last_date
        order by c.community_id""").fetchall()
    return [
        {
            "community": community, "simulated": simulated, "night": night, "posts": posts, "read": read,
            "change": _change(*signal) if signal[0] else None,
        }
        for community, simulated, night, posts, read, *signal in found
    ]  # fmt: skip


def _change(metric: str, subject: str | None, direction: str, value: float, expected: float) -> str:
    what = f"{metric} {subject}" if subject and subject != metric else metric
    as_text = (lambda x: f"{float(x):.0f}") if metric == "volume" else (lambda x: f"{float(x):.0%}")
    return f"{what} {direction}: {as_text(value)} against {as_text(expected)} expected"


def _follow(steps: Path, seen: int, lines: list[dict[str, Any]], console: Console) -> int:
    """Print the steps that ended since byte `seen`; returns the new position."""
    if not steps.exists():
        return seen
    with steps.open() as file:
        file.seek(seen)
        for text in file:
            if not text.endswith("\n"):
                break
            line = json.loads(text)
            lines.append(line)
            detail = "  ".join(
                f"{key} {line[key]}" for key in DETAIL if isinstance(line.get(key), int | str)
            )
            mark = "" if line["status"] == "success" else "  [red]failed[/red]"
            console.print(
                f"  {line['step']:<12} {line['seconds']:>8.1f} s   {detail}{mark}", highlight=False
            )
            seen += len(text.encode())
    return seen


def _last_errors(log: Path) -> str:
    lines = [line for line in log.read_text(errors="replace").splitlines() if "rror" in line]
    return "\n".join(lines[-12:])


def _check_date(date: str) -> None:
    try:
        night = datetime.strptime(date, "%Y-%m-%d").date()
    except ValueError:
        raise BadInput(f"{date}: not a date; write it as 2025-06-17") from None
    if night > (datetime.now(UTC) + timedelta(hours=14)).date():
        raise BadInput(f"{date}: that day has not begun anywhere; write a day that has ended")
