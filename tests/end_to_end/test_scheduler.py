"""A night under the LocalExecutor with the scheduler, where tasks really run side by side, the pool
bites and a deadline passes; one of its sources fails.
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
    nights_here,
    query,
)
from tests.end_to_end.small import small
from tests.operate.told.webhook import webhook
from tests.progress import wait_for

pytestmark = pytest.mark.e2e
BUNDLED = PROJECT / "dags" / "communities"
NAMES = sorted(path.stem for path in BUNDLED.glob("*.yml"))
UNREACHABLE = "  - {network: reddit, handle: r/fibra}\n"
"""A source that nobody gave credentials for."""
LATE_MINUTES = "0.1"


@pytest.fixture(scope="module")
def communities(tmp_path_factory):
    """The bundled communities, one of them with a source that cannot be pulled."""
    folder = tmp_path_factory.mktemp("followed") / "communities"
    shutil.copytree(BUNDLED, folder)
    fibra = folder / "fibra.yml"
    fibra.write_text(fibra.read_text().replace("recipients:\n", UNREACHABLE + "recipients:\n"))
    return folder


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def receiver():
    with webhook() as hook:
        yield hook


@pytest.fixture(scope="module")
def scheduled(tmp_path_factory, communities, receiver):
    """Airflow with its scheduler, DAG processor and API server, as `make standalone` starts it."""
    home = tmp_path_factory.mktemp("scheduled") / "var"
    port = free_port()
    env = environment(home, communities) | {
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{port}/execution/",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__PARALLELISM": "4",
        "AIRFLOW__API_AUTH__JWT_SECRET": "k" * 64,
        "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "3600",  # the files stay as they are
        "AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT": "60",
        "CMR_SHARD_SIZE": "500",
        "CMR_DEADLINE_MINUTES": LATE_MINUTES,
        "CMR_NOTIFY": receiver[0],
    }
    small(home, *NAMES)
    ready = "from transforms.operate import airflow_process; airflow_process.make_ready()"
    call(env, "python", "-c", ready)
    with (home / "standalone.log").open("w") as log:
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


@pytest.fixture(scope="module")
def night(scheduled, receiver):
    """The environment and the home of the night that the clock began, once it has ended."""
    env, home, scheduled_by = scheduled
    servers = scheduled_by.pid

    wait_for("the DAGs, read by their processor", lambda: are_read(home), servers)
    call(env, "airflow", "dags", "unpause", "community_nightly", "--yes")
    call(env, "airflow", "dags", "trigger", "community_clock")  # not at twenty past: now
    ended = ("success", "failed")
    wait_for("the night", lambda: run_state(home) in ended, servers, 400, lambda: task_rows(home))
    wait_for("two messages", lambda: len(receiver[1]) > 1, servers)
    return env, home


def asked_of(home, sql: str) -> list[tuple]:
    with sqlite3.connect(f"file:{home / 'airflow' / 'airflow.db'}?mode=ro", uri=True) as connection:
        return connection.execute(sql).fetchall()


def task_rows(home) -> list[tuple]:
    return asked_of(
        home,
        "select task_id, map_index, state, start_date, end_date from task_instance "
        "where dag_id = 'community_nightly'",
    )


def are_read(home) -> bool:
    wanted = "('community_nightly', 'community_clock')"
    return len(asked_of(home, f"select 1 from serialized_dag where dag_id in {wanted}")) == 2


def run_state(home) -> str | None:
    runs = asked_of(home, "select state from dag_run where dag_id = 'community_nightly'")
    return runs[0][0] if runs else None


def test_two_tasks_never_write_at_once_and_only_the_source_that_fails_is_red(night):
    _, home = night
    rows = task_rows(home)
    assert run_state(home) == "success"
    assert [row[0] for row in rows if row[2] != "success"] == ["extract"]
    writers = ("stage", "plan_shards", "understand", "marts", "recommend", "advice", "publish")
    times = sorted((start, end) for task, _, _, start, end in rows if task in writers)
    assert all(end <= start for (_, end), (start, _) in pairwise(times))
    assert sum(task == "enrich" for task, *_ in rows) > 3


def test_a_late_night_and_a_missing_source_are_told_once_each_and_shown(night, receiver):
    env, home = night
    late, missing = ((one["title"], one["message"]) for one in receiver[1])
    assert late[0] == "The night is late"
    assert "CMR_DEADLINE_MINUTES" in late[1]
    assert missing[0] == "The night was published, with something missing"
    assert missing[1].startswith(
        "published; 1 of 4 sources missing: fibra/reddit_r_fibra (no credentials: set connection "
    )
    console = call(env | {"COLUMNS": "200"}, "cmr", "status").stdout
    (line,) = [line for line in console.splitlines() if "reddit_r_fibra" in line]
    assert "failed" in line
    assert any("deadline" in line and "success" in line for line in console.splitlines())
    page = (home / "site" / "fibra" / "fr" / "status.html").read_text(encoding="utf-8")
    assert "reddit_r_fibra" in page


def test_the_facts_are_those_of_the_same_night_step_by_step(night, tmp_path):
    _, home = night
    other = tmp_path / "plain"
    posts = small(other, *NAMES)
    nights_here(environment(other, BUNDLED), "latest")
    assert differences(home, other) == {}
    assert query(home, "select count(*) from fct_posts") == [(posts,)]
    assert len(list((home / "outbox").glob("*.eml"))) == len(NAMES)
