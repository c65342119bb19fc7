"""A year of nights, one after another: `python -m tests.benchmarks.year --home DIR [--nights 365]`.

The three bundled communities, live, under a clock that is set to each night's end: their simulated
worlds last a year, and every night finds a file of what was seen since the night before. The steps
are the product's own (`transforms.operate.flow`), in this process, and the week's upkeep on Sundays.
After each night one JSON line goes to `DIR/nights.jsonl`; whoever is killed goes on where it ended.
`--leap` runs only the nights around those that are shown, the first of each finding in its file all
that was said since the last: what history costs, without what many nights leave. `--only-print`
prints the table of what is there.
"""

import argparse
import json
import os
import statistics
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import time_machine
import yaml

from transforms.bench.process import THREADS, peak_memory_mb, processor_seconds
from transforms.simulate.bundled import bundled
from transforms.simulate.export import simulate_world
from transforms.simulate.run import line

PROJECT = Path(__file__).resolve().parents[2]
START = date(2025, 4, 1)
HOUR = timedelta(hours=9)
"""A night begins at 9:00 UTC, when the last day of the three has ended in New York."""
MODIFIED = ("archive", "outbox", "logs", "lake/shards")
"""Where the product asks a file's age of the file: those take the simulated time."""
SHOWN = (1, 30, 180, 365)
AROUND = 2
FLAT = 1.2
NOISE_SECONDS = 0.05
YARDSTICK = "the same small work, ms"
SIZES = ("files", "bytes")
UPKEEP_DAY = 6
Line = dict[str, Any]


def run(home: Path, nights: Iterable[int]) -> None:
    """Run those of `nights` (numbers from 1) that come after the last that `home` has seen."""
    _settle(home)
    before = read(home)
    last = before[-1]["night"] if before else 0
    with (home / "nights.jsonl").open("a", encoding="utf-8") as lines:
        for night in (one for one in nights if one > last):
            lines.write(json.dumps(_night(home, night, last)) + "\n")
            lines.flush()
            last = night


def leaps() -> list[int]:
    """The first three nights, and for each other that is shown a leap to the day before it, and it."""
    return [*range(1, 4), *(night for shown in SHOWN[1:] for night in (shown - 1, shown))]


def read(home: Path) -> list[Line]:
    """The nights that were run, in their order; a line that a kill cut short does not count."""
    path = home / "nights.jsonl"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    whole = text[: text.rfind("\n") + 1]
    if whole != text:
        path.write_text(whole, encoding="utf-8")
    return [json.loads(one) for one in whole.splitlines()]


def _settle(home: Path) -> None:
    """The environment of this process, the communities' files and a year of posts, once."""
    own = {name: str(home / folder) for name, folder in (
        ("CMR_HOME", "var"), ("CMR_COMMUNITIES", "communities"), ("CMR_DATA", "tonight"),
    )}  # fmt: skip
    os.environ.update(own | THREADS | {"CMR_PSEUDONYM_KEYS": "a year of nights"})
    for folder in ("communities", "tonight", "posts"):
        (home / folder).mkdir(parents=True, exist_ok=True)
    for name in bundled():
        if not (home / "posts" / name).exists():
            _write_posts(home / "posts" / name, name)
        _write_community(home / "communities" / f"{name}.yml", name)


def _write_community(path: Path, name: str) -> None:
    """The bundled file, but that its community is followed live and its export is a night's."""
    told = yaml.safe_load((PROJECT / "dags" / "communities" / path.name).read_text())
    del told["as_of"]
    told["sources"][0]["path"] = f"${{CMR_DATA}}/{name}.jsonl"
    path.write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")


def _write_posts(folder: Path, name: str) -> None:
    """A file for each night: the rows that were observed since the night before."""
    world = replace(bundled()[name], days=SHOWN[-1], start=START)
    nights: dict[date, list[str]] = defaultdict(list)
    for row in simulate_world(world).rows:
        seen = datetime.fromisoformat(row["observed_at"])
        nights[(seen - HOUR).date()].append(line(row))
    draft = folder.with_name(f"{name}.new")
    draft.mkdir(exist_ok=True)
    for day, rows in nights.items():
        (draft / f"{day}.jsonl").write_text("".join(rows), encoding="utf-8")
    draft.rename(folder)


def _night(home: Path, number: int, last: int) -> Line:
    """Run night `number` (from 1) after night `last`; returns its line."""
    from transforms.operate import flow
    from transforms.operate.week import upkeep

    day = START + timedelta(days=number - 1)
    posts = _lay_out(home, [day - timedelta(days=ago) for ago in reversed(range(number - last))])
    now = datetime.combine(day + timedelta(days=1), datetime.min.time(), UTC) + HOUR
    seconds: dict[str, list[float]] = {}
    known: dict[str, Any] = {}
    yardsticks = [_yardstick()]
    with time_machine.travel(now, tick=True):
        for name in flow.ORDER:
            with _measured(seconds, name):
                known = flow.run(first=name, last=name, **{**known, "instant": now})
            _age(home / "var", now)
            yardsticks.append(_yardstick())
        if day.weekday() == UPKEEP_DAY:
            with _measured(seconds, "upkeep"):
                upkeep.tidy()
    return {
        "night": number, "date": day.isoformat(), "days": number - last,
        "posts": posts, "seconds": seconds, "yardstick": statistics.fmean(yardsticks),
        "files": _files(home / "var"), "bytes": _bytes(home / "var"), "memory_mb": peak_memory_mb(),
    }  # fmt: skip


def _lay_out(home: Path, days: list[date]) -> int:
    """Put a file of those days' posts in place of the last one; returns how many rows they have."""
    rows = 0
    for name in bundled():
        found = [home / "posts" / name / f"{day}.jsonl" for day in days]
        text = "".join(one.read_text(encoding="utf-8") for one in found if one.exists())
        (home / "tonight" / f"{name}.jsonl").write_text(text, encoding="utf-8")
        rows += text.count("\n")
    return rows


@contextmanager
def _measured(seconds: dict[str, list[float]], name: str) -> Iterator[None]:
    """Note seconds of processor and of the wall under the step's name."""
    used, started = processor_seconds(), time.perf_counter()
    yield
    seconds[name] = [
        round(processor_seconds() - used, 3), round(time.perf_counter() - started, 3),
    ]  # fmt: skip


def _yardstick() -> float:
    """Milliseconds of processor that the same small work takes now: more on a machine whose others
    are busy.
    """
    used = time.process_time()
    sorted(str(number) for number in range(60_000))
    return 1000 * (time.process_time() - used)


def _age(var: Path, now: datetime) -> None:
    """Give what was written under the real clock the simulated time."""
    year = START + timedelta(days=SHOWN[-1] + 7)
    real = datetime(year.year, year.month, year.day, tzinfo=UTC).timestamp()
    for folder in MODIFIED:
        for path in (var / folder).rglob("*"):
            if path.is_file() and path.stat().st_mtime > real:
                os.utime(path, (now.timestamp(), now.timestamp()))


def _files(var: Path) -> dict[str, int]:
    """How many files each folder of CMR_HOME holds, the lake's by their own folders."""
    counts: dict[str, int] = defaultdict(int)
    for folder, _, names in os.walk(var):
        parts = Path(folder).relative_to(var).parts
        counts["/".join(parts[: 3 if parts[:1] == ("lake",) else 1]) or "."] += len(names)
    return dict(sorted((name, count) for name, count in counts.items() if count))


def _bytes(var: Path) -> dict[str, int]:
    """The sizes of what grows."""
    places = {"lake": "lake", "warehouse": "warehouse.duckdb", "published": "published/marts.duckdb",
              "site": "site", "archive": "archive", "outbox": "outbox", "mail_db": "mail.db"}  # fmt: skip
    return {name: _size(var / place) for name, place in places.items()}


def _size(place: Path) -> int:
    found = place.rglob("*") if place.is_dir() else [place]
    return sum(path.stat().st_size for path in found if path.is_file())


def summary(lines: list[Line]) -> str:
    """A table at the nights shown and the last: processor seconds a step, files, sizes; each the
    median of five nights around, without the first (it builds everything) and without leaps. What
    grew by more than a fifth beyond the posts, and seconds beyond those of the same small work, is
    marked.
    """
    usual = [one for one in lines if one["days"] == 1 and one["night"] > 1]
    last = usual[-1]["night"]
    shown = [night for night in SHOWN if night < last] + [last]
    numbers = [one["night"] for one in usual]
    rows = {
        name: [_around(dict(zip(numbers, values, strict=True)), night) for night in shown]
        for name, values in _columns(usual).items()
    }
    posts, machine = (max(1.0, _ratio(rows[name]) or 1.0) for name in ("posts", YARDSTICK))
    allowed = {name: posts * (1 if name.startswith(SIZES) else machine) for name in rows}
    head = f"| | {' | '.join(map(str, shown))} | last to first | |\n|{'---|' * (len(shown) + 3)}\n"
    return head + "".join(_told(name, values, allowed[name]) for name, values in rows.items())


def _columns(lines: list[Line]) -> dict[str, list[float | None]]:
    """What is shown of each night, by name."""
    steps = dict.fromkeys(name for one in lines for name in one["seconds"])
    columns: dict[str, list[float | None]] = {"posts": [one["posts"] for one in lines]}
    columns |= {name: [one["seconds"].get(name, [None])[0] for one in lines] for name in steps}
    columns["a night, CPU s"] = [_whole(one, 0) for one in lines]
    columns["a night, wall s"] = [_whole(one, 1) for one in lines]
    columns[YARDSTICK] = [one.get("yardstick") for one in lines]
    for kind in SIZES:
        names = dict.fromkeys(name for one in lines for name in one[kind])
        columns |= {f"{kind}: {n}": [one[kind].get(n, 0) for one in lines] for n in names}
    return columns | {"memory_mb": [one["memory_mb"] for one in lines]}


def _whole(one: Line, which: int) -> float:
    """Seconds of a night's steps, the week's upkeep apart."""
    return sum(seconds[which] for name, seconds in one["seconds"].items() if name != "upkeep")


def _around(values: dict[int, float | None], night: int) -> float | None:
    """The median of the nights at most two away that have a value."""
    near = [one for n, one in values.items() if abs(n - night) <= AROUND and one is not None]
    return statistics.median(near) if near else None


def _ratio(values: list[float | None]) -> float | None:
    first, last = values[0], values[-1]
    return last / first if first and last is not None else None


def _told(name: str, values: list[float | None], allowed: float) -> str:
    """One row of the table, marked when it grew by more than a fifth beyond what is `allowed`, and
    by more than the clock's noise.
    """
    ratio = _ratio(values)
    grew = ratio is not None and ratio > FLAT * allowed
    matters = grew and (values[-1] or 0) - (values[0] or 0) > NOISE_SECONDS
    cells = ["" if value is None else f"{value:.6g}" for value in values]
    said = "" if ratio is None else f"{ratio:.2f}"
    return f"| {name} | {' | '.join(cells)} | {said} | {'grows' if matters else ''} |\n"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--home", type=Path, required=True)
    options.add_argument("--nights", type=int, default=SHOWN[-1])
    options.add_argument("--leap", action="store_true")
    options.add_argument("--only-print", action="store_true")
    asked = options.parse_args()
    asked.home.mkdir(parents=True, exist_ok=True)
    if not asked.only_print:
        run(asked.home.resolve(), leaps() if asked.leap else range(1, asked.nights + 1))
    print(summary(read(asked.home)))


if __name__ == "__main__":
    main()
