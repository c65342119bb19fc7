"""Three small communities in three time zones whose days fall on both changes of the clock, and
their nights.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from transforms.simulate.bundled import random_world
from transforms.simulate.export import simulate_world

PROJECT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
KEY = "the-key-of-the-fault-tests"

CLOCKS: dict[str, tuple[str, str, str, date, date]] = {
    # name: industry, language, time zone, the day the clock goes forward, the day it goes back
    "paris": ("telecom", "fr", "Europe/Paris", date(2025, 3, 30), date(2025, 10, 26)),
    "new_york": ("airlines", "en", "America/New_York", date(2025, 3, 9), date(2025, 11, 2)),
    "lord_howe": ("media", "en", "Australia/Lord_Howe", date(2025, 10, 5), date(2025, 4, 6)),
}
"""Lord Howe's clock moves by half an hour."""
DST_NIGHTS = tuple(sorted(day for *_, forward, back in CLOCKS.values() for day in (forward, back)))
NOW = datetime(2026, 1, 15, 6, tzinfo=UTC)

COMMUNITY = """\
name: {name}
industry: {industry}
language: {language}
timezone: {timezone}
accounts: [{name}]
sources:
  - {{network: export, path: "${{CMR_DATA}}/{name}.jsonl", account: {name}}}
recipients:
  - {{email: cm.{name}@example.org, language: {language}, send_at: "08:00"}}
  - {{email: head.{name}@example.org, language: {language}, send_at: "08:00"}}
simulated: true
"""


def write(folder: Path, only: tuple[str, ...] = tuple(CLOCKS), days: int = 5) -> None:
    """Community files and export files under `folder`: `days` before and two after each change of
    the clock.
    """
    (folder / "communities").mkdir(parents=True)
    (folder / "posts").mkdir()
    for name in only:
        industry, language, timezone, *_ = CLOCKS[name]
        text = COMMUNITY.format(name=name, industry=industry, language=language, timezone=timezone)
        (folder / "communities" / f"{name}.yml").write_text(text, encoding="utf-8")
        with (folder / "posts" / f"{name}.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows(name, days))


def rows(name: str, days: int) -> Iterator[dict[str, Any]]:
    """Posts of a simulated world around both changes, and one every quarter of an hour of the days
    that change.
    """
    industry, language, timezone, forward, back = CLOCKS[name]
    for number, change in enumerate((forward, back)):
        world = random_world(
            40 + number, industry, language, name=name, timezone=timezone, start=change - timedelta(days=days),
            days=days + 3, posts_per_day=3.0, people=25, brand_posts_per_day=1.0,
        )  # fmt: skip
        for row in simulate_world(world).rows:
            keys = {k: row[k] and f"{number}-{row[k]}" for k in ("post_id", "in_reply_to")}
            yield row | keys | {"account": name}
        yield from _ticking(name, ZoneInfo(timezone), change)


def _ticking(name: str, zone: ZoneInfo, change: date) -> Iterator[dict[str, Any]]:
    first = datetime(change.year, change.month, change.day, tzinfo=zone).astimezone(UTC)
    next_day = change + timedelta(days=1)
    end = datetime(next_day.year, next_day.month, next_day.day, tzinfo=zone).astimezone(UTC)
    moment, number = first, 0
    while moment < end:
        yield {
            "post_id": f"tick-{change}-{number:03}", "network": "x", "account": name, "author_id": f"t{number % 7}",
            "text": f"The clock of {name} says {number}.", "created_at": moment.isoformat(), "likes": number,
            "observed_at": (moment + timedelta(minutes=1)).isoformat(),
        }  # fmt: skip
        moment, number = moment + timedelta(minutes=15), number + 1


def environment(folder: Path, home: Path, **more: str) -> dict[str, str]:
    """The environment of a step over the world in `folder`, and nothing of this process's own
    settings.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AIRFLOW_", "CMR_"))
    }
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return (
        kept
        | threads
        | {
            "PATH": f"{BIN}:{os.environ['PATH']}",
            "CMR_HOME": str(home),
            "CMR_COMMUNITIES": str(folder / "communities"),
            "CMR_DATA": str(folder / "posts"),
            "CMR_PSEUDONYM_KEYS": KEY,
            "AIRFLOW_HOME": str(home / "airflow"),
            "AIRFLOW__CORE__DAGS_FOLDER": str(PROJECT / "dags"),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "RUNTIME__DLTHUB_TELEMETRY": "false",
        }
        | more
    )


@contextmanager
def moved_into(env: dict[str, str]) -> Iterator[None]:
    """This process with exactly that environment, settings read anew."""
    from transforms.config.settings import settings
    from transforms.lake import files

    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(env)
    settings.cache_clear()
    files._filesystem.cache_clear()
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        settings.cache_clear()
        files._filesystem.cache_clear()
