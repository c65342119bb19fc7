"""Whole nights, through Airflow and without it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import duckdb
import pytest
from filelock import FileLock

from tests.same_rows import both, rows_apart
from transforms.config.settings import settings
from transforms.operate import flow

PROJECT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent

FACTS = (
    "dim_communities", "dim_themes", "dim_authors", "fct_posts", "fct_post_metrics", "fct_post_emotions",
    "fct_post_themes", "fct_community_days", "fct_theme_days", "fct_index_days", "fct_audience_days", "fct_signals",
    "fct_expectations",
)  # fmt: skip


def environment(home: Path, communities: Path, **more: str) -> dict[str, str]:
    """The environment of a night in `home`: what `make run` sets, and nothing of this process's own
    settings.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AIRFLOW_", "CMR_"))
    }
    if "CMR_SHARED" in os.environ:
        kept["CMR_SHARED"] = os.environ["CMR_SHARED"]
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return (
        kept
        | threads
        | more
        | {
            "PATH": f"{BIN}:{os.environ['PATH']}",
            "CMR_HOME": str(home),
            "CMR_COMMUNITIES": str(communities),
            "CMR_PSEUDONYM_KEYS": "end-to-end",
            "AIRFLOW_HOME": str(home / "airflow"),
            "AIRFLOW__CORE__DAGS_FOLDER": str(PROJECT / "dags"),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__CORE__DEFAULT_TASK_RETRY_DELAY": "5",
            "RUNTIME__DLTHUB_TELEMETRY": "false",
        }
    )


def call(
    env: dict[str, str], *command: str, check: bool = True, timeout: int = 3400
) -> subprocess.CompletedProcess[str]:
    """Run one of the environment's programs; its output stands in the failure."""
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]], env=env, capture_output=True, text=True, timeout=timeout, check=False,
        cwd=PROJECT,
    )  # fmt: skip
    if check and done.returncode != 0:
        pytest.fail(
            f"{' '.join(command)} exited with {done.returncode}:\n{done.stdout[-3000:]}\n{done.stderr[-6000:]}"
        )
    return done


def airflow_night(
    env: dict[str, str], *arguments: str, check: bool = True
) -> subprocess.CompletedProcess[str]:
    """`cmr night`, which makes Airflow's database where there is none."""
    return call(env, "cmr", "night", *arguments, check=check)


def plain_nights(env: dict[str, str], *nights: str, timeout: int = 3400) -> None:
    """The steps of the DAG, one after the other, without Airflow: for tests of many nights."""
    call(env, "python", "-m", "tests.plain_night", *nights, timeout=timeout)


def nights_here(env: dict[str, str], *nights: str) -> None:
    """`plain_nights` in this process, which has the readers and dbt loaded once for every home."""
    with mock.patch.dict(os.environ, env, clear=True):
        settings.cache_clear()
        for night in nights:
            flow.run(None if night == "latest" else night)
    settings.cache_clear()


def made_once(
    tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]
) -> Path:
    """The folder of this name in this run of the tests, filled by the first worker that asks; the
    others wait.
    """
    place = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        place = place.parent
    folder, made = place / name, place / f"{name}.made"
    with FileLock(place / f"{name}.lock"):
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)
            make(folder)
            made.touch()
    return folder


def query(home: Path, sql: str, *values) -> list[tuple]:
    with duckdb.connect(str(home / "published" / "marts.duckdb"), read_only=True) as connection:
        return connection.execute(sql, list(values)).fetchall()


def differences(one: Path, other: Path, tables=FACTS) -> dict[str, int]:
    """Rows of each table that stand in one published file and not in the other; empty when they are
    the same.
    """
    files = (home / "published" / "marts.duckdb" for home in (one, other))
    with both(*files) as connection:
        return rows_apart(connection, tables)
