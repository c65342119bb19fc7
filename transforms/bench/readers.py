"""Eight people query the published marts without pause while nights are built and published beneath
them.

The control is the same load without a publication for them: the same nights, built and published in
another home.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from rich.console import Console

from transforms.bench.process import environment, measure

READERS, NIGHTS = 8, 3
QUERIES = (
    "select min(last_date), max(last_date), sum(posts) from dim_communities",
    "select max(created_date), count(*) from fct_posts",
    "select max(date), sum(posts) from fct_community_days",
    "select theme_id, sum(posts) from fct_theme_days group by all order by 2 desc limit 5",
    "select audience, sum(authors) from fct_audience_days group by audience, date order by date desc limit 7",
)
AROUND = 2.0
"""Seconds before a publication begins and after it ends that count as around it."""


def report(folder: Path, posts: int, console: Console) -> dict[str, Any]:
    """Errors, mixed answers and p95 (ms) around the publications and in the control, with how many
    queries each had.
    """
    homes = {name: folder / name for name in ("read", "other")}
    first = environment(homes["read"], posts)
    console.print(
        f"  {posts:,} posts published, then {NIGHTS} nights under {READERS} readers, twice"
    )
    measure("readers", "first", first)
    shutil.copytree(homes["read"], homes["other"])
    control = _phase(homes["read"], environment(homes["other"], posts))
    shutil.rmtree(homes["other"])
    measured = _phase(homes["read"], first)
    both = {"control": control, "published": measured}
    ratio = (
        measured["p95_ms_around"] / control["p95_ms_around"] if control["p95_ms_around"] else None
    )
    console.print(
        f"  p95 around a publish {measured['p95_ms_around']} ms, control {control['p95_ms_around']} ms"
    )
    return both | {
        "readers": READERS,
        "publishes": NIGHTS,
        "p95_ratio": round(ratio, 2) if ratio else None,
    }


def read(published: Path, answers: Path, stop: Path) -> None:
    """Query until `stop` exists, reopening every 25 queries; a JSON line per query with its time
    and what was wrong.
    """
    with answers.open("w", encoding="utf-8") as out:
        while not stop.exists():
            for line in _sitting(published):
                out.write(json.dumps(line) + "\n")
            out.flush()


def _sitting(published: Path) -> list[dict[str, Any]]:
    """One connection's queries: all of them must speak of one night."""
    lines: list[dict[str, Any]] = []
    nights, posts = set(), set()
    try:
        started = time.time()
        with duckdb.connect(str(published), read_only=True, config={"threads": 1}) as connection:
            for number in range(25):
                sql = QUERIES[number % len(QUERIES)]
                rows = connection.execute(sql).fetchall()
                ended = time.time()
                lines.append({"at": ended, "ms": (ended - started) * 1000})
                if number % len(QUERIES) < 3:
                    *dates, count = rows[0]
                    nights |= {str(day) for day in dates}
                    posts.add(int(count))
                started = time.time()
        if len(nights) != 1 or len(posts) != 1:
            lines.append({"at": time.time(), "mixed": [sorted(nights), sorted(posts)]})
        lines[-1]["night"] = min(nights)
    except Exception as error:
        lines.append({"at": time.time(), "error": f"{type(error).__name__}: {error}"[:300]})
    return lines


def _phase(read_home: Path, builder: dict[str, str]) -> dict[str, Any]:
    """Readers on the published file of `read_home` while `builder`'s home builds and publishes its
    nights.
    """
    folder = read_home / "readers"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    published, stop = read_home / "var" / "published" / "marts.duckdb", folder / "stop"
    readers = [
        subprocess.Popen(
            [sys.executable, "-m", "transforms.bench.readers", "read", str(published),
             str(folder / f"{number}.jsonl"), str(stop)],
            env=builder,
        )
        for number in range(READERS)
    ]  # fmt: skip
    try:
        times = measure("readers", "nights", builder)
    finally:
        stop.touch()
        for reader in readers:
            reader.wait(120)
    lines = [
        json.loads(line)
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text().splitlines()
    ]
    timed = [line for line in lines if "ms" in line]
    around = [
        line["ms"]
        for line in timed
        if any(start - AROUND <= line["at"] <= end + AROUND for start, end in times["publishes"])
    ]
    return {
        "queries": len(timed),
        "errors": [line["error"] for line in lines if "error" in line],
        "mixed": [line["mixed"] for line in lines if "mixed" in line],
        "nights_seen": len({line["night"] for line in lines if "night" in line}),
        "queries_around": len(around),
        "p95_ms": _p95([line["ms"] for line in timed]),
        "p95_ms_around": _p95(around),
    }


def _p95(values: list[float]) -> float | None:
    return round(float(np.quantile(values, 0.95)), 1) if values else None


def first() -> dict[str, Any]:
    """Generated posts, built and published once."""
    from transforms.bench import lake as bench_lake

    bench_lake.fill(int(os.environ["CMR_BENCH_POSTS"]))
    return _night()


def nights() -> dict[str, Any]:
    """Three more nights of 1 % each; when each was published."""
    from transforms import lake
    from transforms.bench import lake as bench_lake

    posts = int(os.environ["CMR_BENCH_POSTS"])
    known = len({row["night"] for row in lake.read("ledger/nights").to_pylist()})
    publishes = []
    for night in range(known, known + NIGHTS):
        bench_lake.add_a_night(max(posts // 100, 60), night)
        publishes += _night()["publishes"]
    return {"publishes": publishes}


def _night() -> dict[str, Any]:
    from transforms.bench.lake import MODEL, THRESHOLDS
    from transforms.publish import run as publishing
    from transforms.stage import run

    nights_of = run.stage(None, None, MODEL, THRESHOLDS)
    run.build_marts()
    run.build_advice()
    started = time.time()
    publishing.publish(nights_of)
    return {"publishes": [(started, time.time())]}


if __name__ == "__main__":
    if sys.argv[1] == "read":
        os.nice(
            10
        )  # eight who never pause would make each night ten times as long; the control's readers do the same
        read(*(Path(argument) for argument in sys.argv[2:]))
    else:
        print(json.dumps({"first": first, "nights": nights}[sys.argv[1]]()))
