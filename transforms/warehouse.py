"""The DuckDB warehouse: how dbt builds it and how a step reads it.

dbt runs as a subprocess, because dbt in this process would keep the database open and lock out the next reader.
"""

import ctypes
import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from transforms import bucket, lake, lineage
from transforms.config.errors import StepFailed
from transforms.config.settings import PROJECT, settings

log = logging.getLogger("cmr")
CURE = "the lake holds all that it held: `cmr rebuild` makes it anew, and so does the next night"


def dbt_environment(schema: str = "", communities: Sequence[str] = ()) -> dict[str, str]:
    """The environment dbt needs: where the lake and the warehouse are; BLAS and telemetry off.

    schema: of the DuckLake, for the writer of these communities; none for the warehouse's file.
    """
    writer = {"DBT_TARGET": "ducklake", "CMR_WRITER_SCHEMA": schema, "CMR_WRITER_COMMUNITIES": ",".join(communities)}
    return (
        os.environ
        | (writer if schema else {})
        | {
            "CMR_LAKE_ROOT": lake.root(),
            "CMR_WAREHOUSE": str(settings().warehouse),
            "CMR_INDUSTRY_MODELS": os.path.relpath(settings().industry_models, PROJECT / "dbt"),
            "DBT_PROFILES_DIR": str(PROJECT / "dbt"),
            "DBT_PROJECT_DIR": str(PROJECT / "dbt"),
            "DBT_TARGET_PATH": str(settings().home.resolve() / "dbt" / schema),
            "DBT_LOG_PATH": str(settings().home.resolve() / "dbt" / schema / "logs"),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
            "DO_NOT_TRACK": "1",
        }
    )


def dbt(*arguments: str, schema: str = "", communities: Sequence[str] = ()) -> list[dict]:
    """Run `dbt <arguments>`; returns the results (`unique_id`, `status`, `failures`, `message`).

    schema, communities: for one of the DuckLake's writers, see `dbt_environment`.

    StepFailed lists what failed, in dbt's words. A failing data test is no error here when its severity is `warn`.
    """
    settings().warehouse.parent.mkdir(parents=True, exist_ok=True)
    _results_path(schema).unlink(missing_ok=True)
    command = [str(Path(sys.executable).parent / "dbt"), "--log-level-file", "info", *arguments]
    environment = dbt_environment(schema, communities)
    done = subprocess.run(
        command,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=_dying_with_us(),
    )
    results = _results(schema)
    if results:
        lineage.tell(environment)
    if done.returncode != 0:
        failed = [f"{r['unique_id']}: {r.get('message')}" for r in results if r["status"] in ("error", "fail")]
        raise StepFailed(
            f"dbt {' '.join(arguments)} failed:\n" + ("\n".join(failed) or done.stdout[-4000:] + done.stderr[-2000:])
        )
    return results


def _results_path(schema: str) -> Path:
    return settings().home.resolve() / "dbt" / schema / "run_results.json"


def _results(schema: str) -> list[dict]:
    path = _results_path(schema)
    return json.loads(path.read_text())["results"] if path.exists() else []


def _dying_with_us() -> Callable[[], None] | None:
    """What makes a child die with this process: a dbt whose step was killed would lock the retry out. Linux only."""
    if not sys.platform.startswith("linux"):
        return None
    library, parent = ctypes.CDLL(None), os.getpid()

    def ask() -> None:
        library.prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os._exit(1)

    return ask


@contextmanager
def read_only() -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the warehouse, in UTC. StepFailed, with the cure, when its file is damaged."""
    try:
        connection = duckdb.connect(str(settings().warehouse), read_only=True)
    except duckdb.Error as error:
        if reason := damage():
            raise StepFailed(f"{settings().warehouse} is damaged ({reason}); {CURE}") from error
        raise
    try:
        connection.execute("set timezone = 'UTC'")
        bucket.open_to(connection, lake.root())  # staging's views read it
        with explained():
            yield connection
    finally:
        connection.close()


@contextmanager
def explained() -> Iterator[None]:
    """Around what reads the warehouse: an error that damage explains is a StepFailed with the cure.

    Damage inside a file that opens is noticed by whoever reads that place, so the file is set aside here already, for
    the next night to build it anew; yesterday's published file stays.
    """
    try:
        yield
    except duckdb.Error as error:
        reason = damage(thorough=True)
        if reason is None:
            raise
        aside = set_aside(f"the warehouse is damaged: {reason}")
        raise StepFailed(f"{settings().warehouse} is damaged ({reason}) and kept as {aside.name}; {CURE}") from error


def damage(thorough: bool = False) -> str | None:
    """Why the warehouse's file cannot be read, or None; `thorough` reads every value. A locked file is not damaged."""
    if not settings().warehouse.exists():
        return None
    try:
        with duckdb.connect(str(settings().warehouse), read_only=True) as connection:
            tables = connection.execute("select schema_name, table_name from duckdb_tables()").fetchall()
            for schema, table in tables if thorough else ():
                connection.execute(f'select bit_xor(hash(t)) from "{schema}"."{table}" as t').fetchall()
    except duckdb.Error as error:
        said = str(error).strip().splitlines()[0]
        is_in_use = "could not set lock" in said.lower() or isinstance(error, duckdb.ConnectionException)
        return None if is_in_use else said[:200]
    return None


def set_aside(reason: str) -> Path:
    """Move the warehouse's file (and its log) away, to build it anew from the lake; returns where it lies now."""
    aside = settings().warehouse.with_suffix(".damaged")
    log.error("%s: %s; it is kept as %s and built anew from the lake", settings().warehouse, reason, aside.name)
    for suffix in ("", ".wal"):
        source = Path(f"{settings().warehouse}{suffix}")
        Path(f"{aside}{suffix}").unlink(missing_ok=True)
        if source.exists():
            os.replace(source, f"{aside}{suffix}")
    return aside
