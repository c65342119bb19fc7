"""The run ledger: what each step did, how long it took and how many rows went through it."""

import json
import logging
import os
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from transforms import lake
from transforms.config.errors import StepFailed
from transforms.config.settings import make_home, settings

log = logging.getLogger("cmr")

PER_PERSON = "report"
"""One run per recipient: a file each would be a thousand a night, so only those that failed are in the lake."""
_COLUMNS = ("community", "source", "shard", "rows_in", "rows", "texts", "recipient")


@contextmanager
def step(name: str, **about: Any) -> Iterator[dict[str, Any]]:
    """Time a step and write one line to `CMR_HOME/ops/steps.jsonl`, the log and the lake
    (`ops/steps`), with what the caller puts in the dict. What cannot be written is said in the log
    and never hides how the step itself ended.

    Only counts, names of communities and versions belong there: never a text, an address or a
    handle.
    """
    make_home()
    facts: dict[str, Any] = dict(about)
    started, started_at = time.perf_counter(), datetime.now(UTC)
    status, error = "failed", None
    try:
        yield facts
        status = "success"
    except BaseException as raised:
        error = type(raised).__name__
        if isinstance(raised, StepFailed) and raised.of:
            facts["failed"] = raised.of
        raise
    finally:
        line = {
            "step": name,
            "status": status,
            "seconds": round(time.perf_counter() - started, 3),
            "finished_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "run": os.environ.get("AIRFLOW_CTX_DAG_RUN_ID"),
        } | facts
        log.info("%s", json.dumps(line, default=str))
        _append(line)
        if name != PER_PERSON or status == "failed":
            _keep(line, facts, started_at, error)


def why(row: Mapping[str, Any]) -> str:
    """Why a row of the ledger failed: the names of what in it did, else its error's name if that
    says something; our own errors have their words in the log.
    """
    names = json.loads(row["details"] or "{}").get("failed", [])
    ours = row["error"] in (None, "BadInput", "StepFailed", "AirflowFailException")
    return ", ".join(names) or ("" if ours else str(row["error"]))


def _append(line: Mapping[str, Any]) -> None:
    try:
        folder = settings().home.resolve() / "ops"
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "steps.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, default=str) + "\n")
    except OSError as error:
        log.warning("the run of %s is not in steps.jsonl: %s", line["step"], error)


def _keep(
    line: Mapping[str, Any], facts: Mapping[str, Any], started_at: datetime, error: str | None
) -> None:
    """One row in the lake, which every worker shares, whatever machine the step ran on."""
    now = datetime.now(UTC)
    row = {
        "step": line["step"],
        "status": line["status"],
        "community_id": facts.get("community"),
        "source": facts.get("source"),
        "shard": facts.get("shard"),
        "rows_in": _count(facts.get("rows_in", facts.get("texts"))),
        "rows_out": _count(facts.get("rows", facts.get("texts"))),
        "seconds": line["seconds"],
        "started_at": started_at,
        "finished_at": now,
        "run": line["run"],
        "error": error,
        "version": _version("community-manager-reloaded"),
        "duckdb_version": _version("duckdb"),
        "details": json.dumps({k: v for k, v in facts.items() if k not in _COLUMNS}, default=str),
    }
    try:
        lake.write_rows(
            "ops/steps", f"{now:%Y-%m-%d}/{now:%H%M%S}-{line['step']}-{uuid.uuid4().hex[:8]}", [row]
        )
    except (
        Exception
    ) as trouble:  # a full disk or a bucket out of reach: the step's own error is the one to see
        log.warning(
            "the run of %s is not in the run ledger: %s", line["step"], type(trouble).__name__
        )


def _count(value: Any) -> int | None:
    """Rows as one number: a count, or the sum of counts per mart or community."""
    if isinstance(value, Mapping):
        return sum(one for one in value.values() if isinstance(one, int))
    return value if isinstance(value, int) else None


@lru_cache
def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
