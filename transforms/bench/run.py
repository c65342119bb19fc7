"""How fast each step is on generated posts: one process per step, so that its peak memory is its
own.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console

from transforms.bench.process import (
    environment,
    measure,
    peak_memory_mb,
    processor_seconds,
)
from transforms.config.errors import BadInput
from transforms.operate import flow

UNTIMED = ("list_sources", "keep_no_longer", "list_recipients", "flush")
STEPS = tuple(name for name in flow.ORDER if name not in UNTIMED)
"""The night, but for what takes no time: lists, and a queue of one mail."""
NIGHT = "night"
SCAN = "duckdb_group_by"
YARDSTICKS = ("spacy_fr_core_news_sm", SCAN)
YARDSTICK = {"enrich": "spacy_fr_core_news_sm"}
"""What a step is held against, where that is not DuckDB's own `group by` of the same posts."""
ALONE = ("network_source_10000", "network_source", "crowd_prepare", "crowd_render", "crowd_send",
         "recommend_100_prepare", "recommend_100", "reading_memory")  # fmt: skip
"""These need none of the steps before; a source at two lengths shows flat memory."""
REPORTS = ("marts", "readers", "worlds", "real_posts")
"""Measured only when asked for: what the marts cost and find, what their readers see, how fast real posts are read."""
COMMUNITY = """name: {name}
industry: {industry}
language: {language}
timezone: Europe/Paris
accounts: [{brand}]
sources: [{{network: export, path: "{path}"}}]
recipients: [{{email: cm@example.org, language: {language}}}]
as_of: latest
simulated: true
"""


def run(posts: int, console: Console, only: str | None = None) -> dict[str, Any]:
    """Seconds, seconds of processor, posts per second, peak memory (MB) and files written to the
    lake of every step on `posts` generated posts, and of the yardsticks.

    The same posts go through DuckDB's own `group by` and through spaCy's `fr_core_news_sm`: `ratio`
    is how many times the processor a post costs beside its yardstick, on whatever machine, busy or
    not. `only` measures the steps of the night ("night"), or what stands
    alone and begins with that name.
    """
    with tempfile.TemporaryDirectory(prefix="cmr-bench-") as folder:
        if only in REPORTS:
            return {"posts": posts, "cores": os.cpu_count()} | _report_of(
                only, Path(folder), posts, console
            )
        result: dict[str, Any] = {
            "posts": posts,
            "cores": os.cpu_count(),
            "steps": {},
            "yardsticks": {},
        }
        if only and only != NIGHT:
            names = [name for name in ALONE if name.startswith(only)]
            if not names:
                raise BadInput(
                    f"--only {only}: what can be measured alone is {', '.join((NIGHT, *REPORTS, *ALONE))}"
                )
            own = environment(Path(folder), posts)
            return result | {"steps": {name: _measure(name, posts, own, console) for name in names}}
        own = _prepare(Path(folder), posts, console)
        for name in STEPS if only == NIGHT else (*ALONE, *STEPS):
            result["steps"][name] = _measure(name, posts, own, console)
        for name in YARDSTICKS:
            result["yardsticks"][name] = _measure(name, posts, own, console)
    for name in set(STEPS) & result["steps"].keys():
        step, yardstick = result["steps"][name], YARDSTICK.get(name, SCAN)
        beside = result["yardsticks"][yardstick]["cpu_ms_per_post"]
        step |= {"yardstick": yardstick, "ratio": round(step["cpu_ms_per_post"] / beside, 1)}
    reading = result["steps"]["enrich"]["posts_per_second"]
    result["ratios"] = {
        "enrich_to_spacy": round(
            reading / result["yardsticks"]["spacy_fr_core_news_sm"]["posts_per_second"], 2
        ),
        "marts_to_group_by": round(
            result["steps"]["marts"]["seconds"]
            / max(result["yardsticks"]["duckdb_group_by"]["seconds"], 1e-3),
            1,
        ),
    }
    return result


def _report_of(name: str, folder: Path, posts: int, console: Console) -> dict[str, Any]:
    from transforms.bench import marts, readers, real_posts, worlds

    if name in ("worlds", "real_posts"):
        return {"worlds": worlds, "real_posts": real_posts}[name].report(folder, console)
    report = {"marts": marts.report, "readers": readers.report}[name]
    return report(folder, posts, console)


def _prepare(folder: Path, posts: int, console: Console) -> dict[str, str]:
    """Generated posts as one Parquet export per community, and the community files; returns the
    environment.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    from transforms.simulate.bulk import bulk

    files = folder / "communities"
    files.mkdir()
    console.print(f"  generating {posts:,} posts")
    writers: dict[str, Any] = {}
    for batch in bulk(posts=posts, days=365, seed=7):
        table = pa.Table.from_batches([batch])
        for account in table["account"].unique().to_pylist():
            part = table.filter(pa.compute.equal(table["account"], account))
            if account not in writers:
                writers[account] = pq.ParquetWriter(folder / f"{account}.parquet", part.schema)
            writers[account].write_table(part)
    industries = ("airlines", "telecom", "media")
    for number, (account, writer) in enumerate(sorted(writers.items())):
        writer.close()
        language = "en" if number % 3 == 0 else "fr"
        text = COMMUNITY.format(
            name=f"bench_{number}", industry=industries[number % 3], language=language, brand=account,
            path=folder / f"{account}.parquet",
        )  # fmt: skip
        (files / f"bench_{number}.yml").write_text(text)
    return environment(folder, posts)


def _measure(name: str, posts: int, own: dict[str, str], console: Console) -> dict[str, Any]:
    crowd = name in ("crowd_render", "crowd_send")  # they have a bar of their own
    measured = measure("run", name, own, shown=crowd and console.is_terminal)
    unit = "mails" if crowd else "posts"
    items = measured.pop("items", posts)
    rate = round(items / max(measured["seconds"], 1e-6))
    measured[f"{unit}_per_second"] = rate
    measured[f"cpu_ms_per_{unit[:-1]}"] = round(1000 * measured["cpu_seconds"] / items, 6)
    console.print(
        f"  {name:<22} {measured['seconds']:>8.1f} s {measured['cpu_seconds']:>8.1f} s of processor {rate:>9,} {unit}/s"
    )
    return measured


def _one_step(name: str) -> dict[str, float]:
    """Run one step in this process; its seconds and seconds of processor (imports and model loading
    included), peak memory, and files of the lake.
    """
    before = _files()
    started, used = time.perf_counter(), processor_seconds()
    items = _ACTIONS[name]()
    measured = {
        "seconds": round(time.perf_counter() - started, 3),
        "cpu_seconds": round(processor_seconds() - used, 3),
        "peak_memory_mb": peak_memory_mb(),
        "files": _files() - before,
    }
    return measured | (items if isinstance(items, dict) else {"items": items} if items else {})


def _files() -> int:
    """How many files the lake has."""
    lake = Path(os.environ["CMR_HOME"], "lake")
    return sum(path.is_file() for path in lake.rglob("*"))


def _plan_shards() -> None:
    names = flow.plan_shards()
    Path(os.environ["CMR_BENCH"], "shards.json").write_text(json.dumps(names))


def _enrich() -> int:
    shards = json.loads(Path(os.environ["CMR_BENCH"], "shards.json").read_text())
    return sum(map(_enrich_one, shards))


def _enrich_one(shard: str) -> int:
    from transforms import lake

    flow.enrich(shard)
    return lake.read("shards", shard).num_rows


def _network_source(posts: int | None = None) -> int:
    from transforms.bench import network

    wanted = int(os.environ["CMR_BENCH_POSTS"]) if posts is None else posts
    return network.pull_all(Path(os.environ["CMR_BENCH"], f"network_{wanted}"), wanted)


def _crowd(step: str) -> int:
    from transforms.bench import crowd as bench_crowd

    return int(getattr(bench_crowd, step)())


def _step(name: str) -> None:
    from transforms.operate.night import standing

    known: dict[str, Any] = (
        {"nights": standing()} if name in ("recommend", "publish", "report") else {}
    )
    flow.run(first=name, last=name, **known)


def _advice(name: str) -> int:
    from transforms.bench import advice

    return int(getattr(advice, name)())


def _reading_memory() -> dict[str, int]:
    from transforms.bench import reading as bench_reading

    return bench_reading.memory(int(os.environ["CMR_BENCH_POSTS"]))


def _spacy() -> int:
    import spacy

    from transforms import warehouse

    with warehouse.read_only() as connection:
        texts = [
            row[0]
            for row in connection.execute(
                "select text from fct_posts order by text_hash limit 5000"
            ).fetchall()
        ]
    nlp = spacy.load("fr_core_news_sm")
    return sum(1 for _ in nlp.pipe(texts))


def _group_by() -> None:
    import duckdb

    from transforms import lake

    posts = lake.url("raw/export/*.parquet")
    sql = f"select community_id, created_at::date, count(*), sum(likes) from '{posts}' group by all"
    duckdb.sql(sql).fetchall()


_ACTIONS: dict[str, Callable[[], int | dict[str, int] | None]] = {
    "network_source_10000": partial(_network_source, 10_000),
    "network_source": _network_source,
    "crowd_prepare": partial(_crowd, "prepare"),
    "crowd_render": partial(_crowd, "render"),
    "crowd_send": partial(_crowd, "send"),
    "recommend_100_prepare": partial(_advice, "prepare"),
    "recommend_100": partial(_advice, "recommend"),
    "reading_memory": _reading_memory,
    "spacy_fr_core_news_sm": _spacy,
    "duckdb_group_by": _group_by,
    **{name: partial(_step, name) for name in STEPS},
    "plan_shards": _plan_shards,
    "enrich": _enrich,
}


if __name__ == "__main__":
    print(json.dumps(_one_step(sys.argv[1])))
