"""The DuckDB warehouse: how dbt builds it and how a step reads it.

dbt runs as a subprocess, because dbt in this process would keep the database open and lock out the next reader.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from transforms import bucket, lake
from transforms.config.errors import StepFailed
from transforms.config.settings import PROJECT, settings


def dbt_environment() -> dict[str, str]:
    """The environment dbt needs: where the lake and the warehouse are; BLAS and telemetry off."""
    return os.environ | {
        "CMR_LAKE_ROOT": lake.root(),
        "CMR_WAREHOUSE": str(settings().warehouse),
        "CMR_INDUSTRY_MODELS": os.path.relpath(settings().industry_models, PROJECT / "dbt"),
        "DBT_PROFILES_DIR": str(PROJECT / "dbt"),
        "DBT_PROJECT_DIR": str(PROJECT / "dbt"),
        "DBT_TARGET_PATH": str(settings().home.resolve() / "dbt"),
        "DBT_LOG_PATH": str(settings().home.resolve() / "dbt" / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
    }


def dbt(*arguments: str) -> list[dict]:
    """Run `dbt <arguments>`; returns the results (`unique_id`, `status`, `failures`, `message`).

    StepFailed lists what failed, in dbt's words. A failing data test is no error here when its severity is `warn`.
    """
    settings().warehouse.parent.mkdir(parents=True, exist_ok=True)
    _results_path().unlink(missing_ok=True)
    command = [str(Path(sys.executable).parent / "dbt"), *arguments]
    done = subprocess.run(command, env=dbt_environment(), capture_output=True, text=True, check=False)
    results = _results()
    if done.returncode != 0:
        failed = [f"{r['unique_id']}: {r.get('message')}" for r in results if r["status"] in ("error", "fail")]
        raise StepFailed(
            f"dbt {' '.join(arguments)} failed:\n" + ("\n".join(failed) or done.stdout[-4000:] + done.stderr[-2000:])
        )
    return results


def _results_path() -> Path:
    return settings().home.resolve() / "dbt" / "run_results.json"


def _results() -> list[dict]:
    path = _results_path()
    return json.loads(path.read_text())["results"] if path.exists() else []


@contextmanager
def read_only() -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the warehouse, in UTC."""
    connection = duckdb.connect(str(settings().warehouse), read_only=True)
    try:
        connection.execute("set timezone = 'UTC'")
        bucket.open_to(connection, lake.root())  # staging's views read it
        yield connection
    finally:
        connection.close()
