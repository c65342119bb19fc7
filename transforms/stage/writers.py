"""Marts beyond one machine: several dbt builds at once, each of other communities, into one
DuckLake.
"""

import hashlib
import logging
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from transforms import lake, warehouse
from transforms.config.errors import BadInput, StepFailed
from transforms.lake import run_ledger
from transforms.warehouse import lakehouse

log = logging.getLogger("cmr")

TRIES = 4
LOST_COMMIT = re.compile(r"failed to commit|transaction conflict", re.I)


@dataclass(frozen=True)
class ShardBuild:
    """One build: its schema, and the communities whose marts it writes."""

    schema: str
    communities: tuple[str, ...]


def share_out(communities: list[dict[str, str]], writers: int) -> list[ShardBuild]:
    """The communities over at most `writers` builds, the largest industry first to whoever has
    fewest.

    An industry is never divided, because its communities are compared with each other
    (fct_benchmark_days). A schema is named after its industries, so that one more community leaves
    the others' tables where they are.
    """
    by_industry: dict[str, list[str]] = {}
    for row in sorted(communities, key=lambda row: row["community_id"]):
        by_industry.setdefault(row["industry"], []).append(row["community_id"])
    parts: list[list[str]] = [[] for _ in range(max(1, min(writers, len(by_industry))))]
    for industry in sorted(by_industry, key=lambda name: (-len(by_industry[name]), name)):
        min(parts, key=lambda part: sum(len(by_industry[one]) for one in part)).append(industry)
    return [
        ShardBuild(
            _schema(part),
            tuple(sorted(community for industry in part for community in by_industry[industry])),
        )
        for part in parts
        if part
    ]


def build(writers: int, version: Callable[[], str]) -> dict[str, int]:
    """Build all marts in the DuckLake with that many dbt processes at once; returns relations per
    schema.

    It rests on the lake as the last night left it (settings, readings, what was understood).
    `version` names the models: tables of others are built from the start, the same ones need only
    what changed.
    """
    if not lake.exists("config/nights", "all"):
        raise BadInput(f"the lake {lake.root()} has no night yet: run one first (`cmr night`)")
    parts = share_out(lake.read("config/communities").to_pylist(), writers)
    with run_ledger.step("lakehouse") as facts:
        with lakehouse.connect(read_only=False) as connection:
            for part in parts:
                connection.execute(f'create schema if not exists "{part.schema}"')
        with ThreadPoolExecutor(len(parts)) as pool:
            built = list(pool.map(lambda part: _build(part, version()), parts))
        lakehouse.join([part.schema for part in parts])
        facts |= {"writers": len(parts), "models": sum(built)}
    return dict(zip((part.schema for part in parts), built, strict=True))


def _build(part: ShardBuild, version: str) -> int:
    known = _known_version(part.schema) == version
    arguments = [
        "build",
        "--exclude-resource-type",
        "unit_test",
        *([] if known else ["--full-refresh"]),
    ]
    results = _tried(arguments, part)
    if not known:
        with lakehouse.connect(read_only=False) as connection:
            table = f'{lakehouse.NAME}."{part.schema}".built_version'
            connection.execute(f"create or replace table {table} as select ? as version", [version])
    return len(results)


def _tried(arguments: list[str], part: ShardBuild) -> list[dict]:
    """One dbt build; from the start again when DuckLake lost a commit to another writer's and could
    not mend it.
    """
    for _ in range(TRIES - 1):
        try:
            return warehouse.dbt(*arguments, schema=part.schema, communities=part.communities)
        except StepFailed as error:
            if not LOST_COMMIT.search(str(error)):
                raise
            log.warning("%s: a commit was lost to another writer; built again", part.schema)
    return warehouse.dbt(*arguments, schema=part.schema, communities=part.communities)


def _known_version(schema: str) -> str | None:
    with lakehouse.connect() as connection:
        there = connection.execute(
            "select 1 from information_schema.tables where table_schema = ? and table_name = 'built_version'",
            [schema],
        ).fetchone()
        if not there:
            return None
        found = connection.execute(
            f'select version from {lakehouse.NAME}."{schema}".built_version'
        ).fetchone()
    return found[0] if found else None


def _schema(industries: list[str]) -> str:
    return f"writer_{hashlib.sha256(','.join(sorted(industries)).encode()).hexdigest()[:8]}"
