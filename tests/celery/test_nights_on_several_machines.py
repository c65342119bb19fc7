"""A night by two real Celery workers, with Redis, PostgreSQL and a lake in an S3-compatible bucket."""

import time
from collections import Counter
from functools import partial

import psutil
import pytest

from tests.celery.conftest import RUN, Cluster
from tests.celery.servers import wait_for
from tests.end_to_end.conftest import call, differences, environment, plain_nights, query

pytestmark = [pytest.mark.celery, pytest.mark.timeout(5400)]
PATIENCE = 2400  # seconds for a night; minutes on a machine that does nothing else
TRIED = f"select state, try_number from task_instance where {RUN} and task_id = 'enrich' and map_index = {{}}"
AT_HOME = {
    "keep_no_longer",
    "stage",
    "plan_shards",
    "understand",
    "marts",
    "recommend",
    "advice",
    "publish",
    "report",
    "flush",
}


@pytest.fixture(scope="module")
def local(tmp_path_factory, communities):
    """The same night on one machine, its lake a folder; returns its home."""
    home = tmp_path_factory.mktemp("local") / "var"
    plain_nights(
        environment(home, communities, CMR_DATA=str(communities.parent / "data")),
        "latest",
        timeout=PATIENCE,
    )
    return home


def begin(cluster: Cluster) -> None:
    """Unpause the DAG, and ask the clock at once whose night it is."""

    def unpaused() -> bool:
        call(
            cluster.environment("control"),
            "airflow",
            "dags",
            "unpause",
            "community_nightly",
            "--yes",
            check=False,
        )
        return cluster.ask(f"select is_paused from dag where {RUN}") == [(False,)]

    def asked() -> bool:
        clock = ("airflow", "dags", "trigger", "community_clock")
        return call(cluster.environment("control"), *clock, check=False).returncode == 0

    wait_for("the DAG", unpaused, 600, 3)
    wait_for("the clock", asked, 600, 3)


def finish(cluster: Cluster) -> None:
    deadline = time.monotonic() + PATIENCE
    while cluster.state() not in ("success", "failed") and time.monotonic() < deadline:
        time.sleep(2)
    assert cluster.state() == "success", cluster.last_words()


def follow(cluster: Cluster) -> dict[int, str]:
    """Which machine each task process that runs now belongs to: pid -> machine."""
    found = {}
    for machine in ("home", "away"):
        if cluster.processes[f"{machine}-celery"].poll() is None:
            found |= {process.pid: machine for process in cluster.processes_of(machine)}
    return found


def watch(cluster: Cluster) -> dict[tuple[str, int], set[str]]:
    """Follow the night to its end; returns the machines on which each task (id, map index) was seen
    running.
    """
    seen: dict[tuple[str, int], set[str]] = {}
    deadline = time.monotonic() + PATIENCE
    while cluster.state() not in ("success", "failed") and time.monotonic() < deadline:
        running = cluster.ask(
            f"select task_id, map_index, pid from task_instance where {RUN} and state = 'running'"
        )
        machines = follow(cluster)
        for task, index, pid in running:
            if pid in machines:
                seen.setdefault((task, index), set()).add(machines[pid])
        time.sleep(0.2)
    assert cluster.state() == "success", cluster.last_words()
    return seen


def is_reading(pid: int) -> bool:
    """Whether the process has its models open, which is when it reads texts."""
    try:
        return any("onnxruntime" in one.path for one in psutil.Process(pid).memory_maps())
    except psutil.Error:
        return False


def gone(pid: int) -> bool:
    """Whether the process runs no more; one that nobody has buried yet counts as gone."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def shard_that_is_read(cluster: Cluster) -> tuple[int, int] | None:
    """(map index, pid) of a shard that the worker `away` reads at this moment."""
    running = cluster.ask(
        f"select map_index, pid from task_instance where {RUN} and task_id = 'enrich' and state = 'running'"
    )
    machines = follow(cluster)
    reading = [
        (index, pid) for index, pid in running if machines.get(pid) == "away" and is_reading(pid)
    ]
    return reading[0] if reading else None


def test_two_workers_on_machines_of_their_own_give_the_marts_of_one(cluster, local):
    begin(cluster)
    seen = watch(cluster)
    assert differences(local, cluster.folder / "home") == {}
    assert query(local, "select count(*) from fct_posts")[0][0] > 2000

    machines = {
        task: {m for (one, _), found in seen.items() if one == task for m in found}
        for task, _ in seen
    }
    assert all(machines[task] == {"home"} for task in AT_HOME & machines.keys())
    shards = Counter(next(iter(found)) for (task, _), found in seen.items() if task == "enrich")
    assert set(shards) == {"home", "away"}, f"one worker read everything: {shards}"
    away = cluster.folder / "away"
    assert not [
        path
        for name in ("warehouse.duckdb", "published", "lake", "mail.db")
        if (path := away / name).exists()
    ]
    print(f"shards read by each worker: {dict(shards)}")


def kill_in_the_middle_of_a_shard(cluster: Cluster) -> tuple[int, int]:
    """Kill the worker `away` while it reads a shard; returns the shard's map index and which try
    that was.

    The worker is frozen first: a shard that it finished in that moment is none, and the next one is
    waited for.
    """
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if (found := shard_that_is_read(cluster)) is None:
            assert cluster.state() not in ("success", "failed"), cluster.last_words()
            time.sleep(0.05)
            continue
        index, pid = found
        frozen = cluster.freeze("away")
        ((state, tries),) = cluster.ask(TRIED.format(index))
        if state == "running" and pid in {process.pid for process in frozen}:
            cluster.kill("away")
            wait_for("the end of the killed worker", partial(gone, pid), 60)
            return index, tries
        for process in frozen:
            process.resume()
    pytest.fail(f"no shard on the second worker in {PATIENCE} s")


def test_a_worker_killed_in_the_middle_of_a_shard_changes_nothing(cluster, local):
    begin(cluster)
    index, tries = kill_in_the_middle_of_a_shard(cluster)
    began = time.monotonic()
    finish(cluster)
    assert cluster.ask(TRIED.format(index)) == [("success", tries + 1)]
    assert differences(local, cluster.folder / "home") == {}
    seconds = time.monotonic() - began
    print(
        f"shard {index} killed in try {tries}, read in try {tries + 1}; the night ended {seconds:.0f} s later"
    )


def test_the_scheduling_machine_keeps_the_home_and_gives_the_shards_to_another_executor(
    two_executors, local
):
    begin(two_executors)
    seen = watch(two_executors)
    assert differences(local, two_executors.folder / "control") == {}
    anywhere = {task for task, _ in seen}
    assert "enrich" in anywhere
    assert anywhere <= {"extract", "enrich"}, "a worker ran what belongs to the home"
