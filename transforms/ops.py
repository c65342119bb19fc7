"""The run ledger: what each step did, how long it took and how many rows went through it."""

import json
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from transforms.config.settings import settings

log = logging.getLogger("cmr")


@contextmanager
def step(name: str, **about: Any) -> Iterator[dict[str, Any]]:
    """Time a step and append one JSON line to `CMR_HOME/ops/steps.jsonl`, with what the caller puts in the dict.

    Only counts, names of communities and versions belong there: never a text, an address or a handle.
    """
    facts: dict[str, Any] = dict(about)
    started = time.perf_counter()
    status = "failed"
    try:
        yield facts
        status = "success"
    finally:
        line = {
            "step": name,
            "status": status,
            "seconds": round(time.perf_counter() - started, 3),
            "finished_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "run": os.environ.get("AIRFLOW_CTX_DAG_RUN_ID"),
        } | facts
        folder = settings().home.resolve() / "ops"
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "steps.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, default=str) + "\n")
        log.info("%s", json.dumps(line, default=str))
