"""What the marts cost: the whole build and one more night of 1 %, at three sizes, beside one `group
by`.

Each measurement is a process of its own, so that its peak memory is its own; `stage` and the marts
are built by the functions that the DAG calls. What dbt needs before the first model and after the
last (imports, parsing, its graph) is told apart, because it is the same for ten posts and for a
million. So is, as a figure of its own, what it needs for its seventy models and tests when there is
nothing to do: a second night without news at the smallest size.
"""

import json
import os
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console

from transforms.bench.process import environment, measure, peak_memory_mb, processor_seconds

SHARE_OF_A_NIGHT = 100


def report(folder: Path, posts: int, console: Console) -> dict[str, Any]:
    """Seconds, memory and ratios at a hundredth, a tenth and all of `posts`, over 365 days and six
    communities.
    """
    sizes = {size: _one_size(folder / str(size), size, console) for size in _sizes(posts)}
    smallest, *_, largest = [*sizes, *sizes]  # one size alone is both
    least, most = sizes[smallest], sizes[largest]
    idle = least["again"]["building"]
    beyond = round(
        (most["night"]["building"] - idle) / max(most["full"]["building"] - idle, 0.01), 3
    )
    console.print(
        f"  a night of 1 % takes {most['night_to_full']['building']:.1%} of a full build; {beyond:.1%} without the "
        f"{idle:.1f} s that dbt's models and tests take when there is nothing to do"
    )
    return {
        "posts": {str(size): measured for size, measured in sizes.items()},
        "growth": {
            "posts": round(largest / smallest, 1),
            "full_build_without_startup": round(
                most["full"]["building"] / least["full"]["building"], 1
            ),
        },
        "dbt_with_nothing_to_do": idle,
        "night_of_1_percent_to_full": most["night_to_full"] | {"beyond_dbt": beyond},
        "full_to_group_by": most["full_to_group_by"],
    }


def _sizes(posts: int) -> list[int]:
    return [max(posts // part, 100) for part in (100, 10, 1)]


def _one_size(folder: Path, posts: int, console: Console) -> dict[str, Any]:
    measured = partial(measure, "marts", environment=environment(folder, posts))
    console.print(f"  {posts:,} posts")
    found: dict[str, Any] = {"generated": measured("fill")}
    found["full"] = _sum(measured("stage"), measured("marts"))
    found["again"] = _sum(measured("stage"), measured("marts"))
    measured("add_a_night")
    found["night"] = _sum(measured("stage"), measured("marts"))
    found["group_by"] = measured("group_by")
    found["night_to_full"] = {
        name: round(found["night"][name] / found["full"][name], 3)
        for name in ("seconds", "building")
    }
    found["full_to_group_by"] = round(found["full"]["building"] / found["group_by"]["seconds"], 1)
    for name in ("full", "again", "night"):
        one = found[name]
        console.print(
            f"    {name:<6} {one['seconds']:>7.1f} s, of it dbt's start-up {one['startup']:>5.1f} s, "
            f"building {one['building']:>7.1f} s, {one['peak_memory_mb']:>6} MB"
        )
    return found


def _sum(stage: dict[str, Any], marts: dict[str, Any]) -> dict[str, Any]:
    """Stage and marts as one; memory is that of the greater."""
    both = {
        name: round(stage[name] + marts[name], 2)
        for name in ("seconds", "startup", "building", "cpu")
    }
    slowest = sorted(stage["slowest"] + marts["slowest"], key=lambda one: -one[1])[:8]
    return both | {
        "peak_memory_mb": max(stage["peak_memory_mb"], marts["peak_memory_mb"]),
        "stage": stage["seconds"], "marts": marts["seconds"], "slowest": slowest,
    }  # fmt: skip


def _run(action: str) -> dict[str, Any]:
    """One measurement in this process: wall and processor seconds, peak memory, and what of it was
    dbt's start-up.
    """
    from transforms.config.settings import settings

    started = time.perf_counter()
    _ACTIONS[action]()
    seconds = time.perf_counter() - started
    measured: dict[str, Any] = {
        "seconds": round(seconds, 2),
        "cpu": round(processor_seconds(), 2),
        "peak_memory_mb": peak_memory_mb(),
    }
    if action in ("stage", "marts"):
        results = json.loads((settings().home.resolve() / "dbt" / "run_results.json").read_text())
        by_time = sorted(results["results"], key=lambda one: -one["execution_time"])
        measured["building"] = round(results["elapsed_time"], 2)
        measured["startup"] = round(seconds - results["elapsed_time"], 2)
        measured["slowest"] = [
            (one["unique_id"].split(".")[2], round(one["execution_time"], 2)) for one in by_time[:8]
        ]
    return measured


def _fill() -> None:
    from transforms.bench import lake as bench_lake

    bench_lake.fill(int(os.environ["CMR_BENCH_POSTS"]))


def _add_a_night() -> None:
    from transforms.bench import lake as bench_lake

    bench_lake.add_a_night(max(int(os.environ["CMR_BENCH_POSTS"]) // SHARE_OF_A_NIGHT, 10))


def _stage() -> None:
    from transforms.bench.lake import MODEL, THRESHOLDS
    from transforms.stage import run

    run.stage(None, None, MODEL, THRESHOLDS)


def _marts() -> None:
    from transforms.stage import run

    run.build_marts()


def _group_by() -> None:
    import duckdb

    from transforms import lake

    with duckdb.connect() as connection:
        connection.execute("set threads = 2")
        connection.execute(
            "select community_id, created_at::date, count(*), sum(likes) "
            f"from read_parquet('{lake.url('raw/export/*.parquet')}', union_by_name = true) group by all"
        ).fetchall()


_ACTIONS = {
    "fill": _fill, "add_a_night": _add_a_night, "stage": _stage, "marts": _marts, "group_by": _group_by,
}  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(_run(sys.argv[1])))
