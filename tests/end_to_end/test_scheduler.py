"""A night under the LocalExecutor with the scheduler, where tasks really run side by side and the
pool bites.
"""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
from itertools import pairwise

import pytest

from tests.end_to_end.conftest import (
    BIN,
    PROJECT,
    call,
    differences,
    environment,
    plain_nights,
    query,
)
from tests.progress import wait_for

pytestmark = pytest.mark.e2e


@pytest.fixture
def communities(tmp_path):
    folder = tmp_path / "communities"
    shutil.copytree(PROJECT / "dags" / "communities", folder)
    return folder


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def scheduled(tmp_path, communities):
    """Airflow with its scheduler, DAG processor and API server, as `make standalone` starts it."""
    home = tmp_path / "scheduled"
    port = free_port()
    env = environment(home, communities) | {
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{port}/execution/",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__PARALLELISM": "4",
        "AIRFLOW__API_AUTH__JWT_SECRET": "k" * 64,
        "CMR_SHARD_SIZE": "400",
    }
    call(env, "cmr", "simulate")
    call(env, "airflow", "db", "migrate")
    call(env, "airflow", "pools", "set", "warehouse", "1", "one writer")
    with (tmp_path / "standalone.log").open("w") as log:
        process = subprocess.Popen(
            [str(BIN / "airflow"), "standalone"],
            env=env,
            stdout=log,
            stderr=log,
            cwd=PROJECT,
            start_new_session=True,
        )
    yield env, home, process
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)


def task_rows(home) -> list[tuple]:
    with sqlite3.connect(f"file:{home / 'airflow' / 'airflow.db'}?mode=ro", uri=True) as connection:
        return connection.execute(
            "select task_id, map_index, state, start_date, end_date from task_instance "
            "where dag_id = 'community_nightly'"
        ).fetchall()


def is_unpaused(home) -> bool:
    with sqlite3.connect(f"file:{home / 'airflow' / 'airflow.db'}?mode=ro", uri=True) as connection:
        row = connection.execute(
            "select is_paused from dag where dag_id = 'community_nightly'"
        ).fetchone()
    return row == (0,)


def run_state(home) -> str | None:
    with sqlite3.connect(f"file:{home / 'airflow' / 'airflow.db'}?mode=ro", uri=True) as connection:
        row = connection.execute(
            "select state from dag_run where dag_id = 'community_nightly'"
        ).fetchone()
    return row[0] if row else None


def test_a_scheduled_night_gives_the_same_facts_and_never_two_writers_at_once(
    scheduled, tmp_path, communities
):
    env, home, scheduled_by = scheduled
    servers = scheduled_by.pid

    def unpaused() -> bool:  # once the DAG processor has read the file
        call(env, "airflow", "dags", "unpause", "community_nightly", "--yes", check=False)
        return is_unpaused(home)

    def asked() -> bool:  # not at twenty past: now
        clock = ("airflow", "dags", "trigger", "community_clock")
        return call(env, *clock, check=False).returncode == 0

    wait_for("the DAG, read by its processor", unpaused, servers)
    wait_for("the clock", asked, servers)
    ended = ("success", "failed")
    wait_for("the night", lambda: run_state(home) in ended, servers, 400, lambda: task_rows(home))
    state = run_state(home)
    rows = task_rows(home)
    assert state == "success", [row for row in rows if row[2] != "success"]

    writers = ("stage", "plan_shards", "understand", "marts", "recommend", "advice", "publish")
    times = sorted((start, end) for task, _, _, start, end in rows if task in writers)
    assert all(end <= start for (_, end), (start, _) in pairwise(times))
    assert sum(task == "enrich" for task, *_ in rows) > 3

    other = tmp_path / "plain"
    plain_env = environment(other, communities)
    call(plain_env, "cmr", "simulate")
    plain_nights(plain_env, "latest")
    assert differences(home, other) == {}
    assert query(home, "select count(*) from fct_posts")[0][0] > 3000
    assert len(list((home / "outbox").glob("*.eml"))) == len(list(communities.glob("*.yml")))
