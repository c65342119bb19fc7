"""Airflow on three machines that share a database, a broker and a lake, and no folder: each has a
home of its own.
"""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg
import pytest

from tests.celery import servers
from tests.end_to_end.conftest import BIN, PROJECT, call, environment

RUN = "dag_id = 'community_nightly'"


@dataclass
class Cluster:
    """One scheduling machine and two workers: `home` holds the warehouse, `away` only reads texts
    and pulls sources.
    """

    folder: Path
    database: str
    shared: dict[str, str]
    communities: Path
    processes: dict[str, subprocess.Popen] = field(default_factory=dict)

    def environment(self, machine: str) -> dict[str, str]:
        """What the processes of a machine see: its own folders, and what all machines share."""
        return environment(self.folder / machine, self.communities) | self.shared

    def start(self, stack: ExitStack, machine: str, *arguments: str) -> None:
        """Start an Airflow process on a machine, as a process group of its own."""
        env = self.environment(machine)
        Path(env["AIRFLOW_HOME"]).mkdir(parents=True, exist_ok=True)
        name = f"{machine}-{arguments[0]}"
        command = [str(BIN / "airflow"), *arguments]
        log = self.folder / f"{name}.log"
        self.processes[name] = stack.enter_context(
            servers.running(command, log, env=env, cwd=PROJECT)
        )

    def worker(self, stack: ExitStack, machine: str, queues: str) -> None:
        more = (
            "--without-gossip",
            "--without-mingle",
            "--skip-serve-logs",
            "--celery-hostname",
            f"{machine}@%h",
        )
        self.start(
            stack, machine, "celery", "worker", "--queues", queues, "--concurrency", "2", *more
        )

    def ask(self, sql: str) -> list[tuple]:
        with psycopg.connect(f"postgresql://{self.database}") as connection:
            return connection.execute(sql).fetchall()

    def state(self) -> str | None:
        found = self.ask(f"select state from dag_run where {RUN}")
        return found[0][0] if found else None

    def processes_of(self, machine: str) -> list[psutil.Process]:
        worker = psutil.Process(self.processes[f"{machine}-celery"].pid)
        return [worker, *worker.children(recursive=True)]

    def freeze(self, machine: str) -> list[psutil.Process]:
        """Every process of the machine's worker stands still; what it had asked of others has been
        answered.
        """
        frozen: set[psutil.Process] = set()
        while more := set(self.processes_of(machine)) - frozen:
            for process in more:
                with suppress(psutil.NoSuchProcess):
                    process.suspend()
            frozen |= more
        time.sleep(2)
        return list(frozen)

    def kill(self, machine: str) -> None:
        """The machine's plug is pulled: every process of its worker gets SIGKILL at once."""
        for process in self.freeze(machine):
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)

    def last_words(self) -> str:
        logs = sorted(self.folder.glob("*.log"))
        return "\n".join(
            f"--- {log.name}\n{log.read_text(errors='replace')[-1500:]}" for log in logs
        )


@pytest.fixture(scope="module")
def opted_in() -> None:
    """Skips, and says why, unless asked for and able to run."""
    if os.environ.get("CMR_TEST_CELERY") != "1":
        pytest.skip("a night by two Celery workers takes minutes: `make test-celery`")
    if lacking := servers.missing():
        pytest.fail(f"the Celery night needs {', '.join(lacking)}")


@pytest.fixture(scope="module")
def communities(opted_in, tmp_path_factory) -> Path:
    """One of the bundled communities, its export file in a folder that every machine mounts as
    CMR_DATA.
    """
    root = tmp_path_factory.mktemp("mounted")
    folder = root / "communities"
    folder.mkdir()
    words = (PROJECT / "dags" / "communities" / "fibra.yml").read_text()
    (folder / "fibra.yml").write_text(words.replace("${CMR_HOME}/simulated", "${CMR_DATA}"))
    call(environment(root / "var", folder), "cmr", "simulate")
    (root / "var" / "simulated").rename(root / "data")
    return folder


@pytest.fixture
def cluster(opted_in, tmp_path, communities) -> Iterator[Cluster]:
    """A cluster at work, its DAG still paused; ended, whatever happens."""
    with running_cluster(tmp_path, communities) as running:
        yield running


@pytest.fixture
def two_executors(opted_in, tmp_path, communities) -> Iterator[Cluster]:
    """A cluster whose scheduling machine holds the home and gives away only what runs anywhere."""
    both = {
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor,CeleryExecutor",
        "CMR_SHARD_EXECUTOR": "CeleryExecutor",
    }
    with running_cluster(tmp_path, communities, both) as running:
        yield running


@contextmanager
def running_cluster(
    folder: Path, communities: Path, more: dict[str, str] | None = None
) -> Iterator[Cluster]:
    with ExitStack() as stack:
        database = stack.enter_context(servers.postgres(folder))
        broker = stack.enter_context(servers.redis(folder))
        store = stack.enter_context(servers.bucket(folder, "lake"))
        port = servers.free_port()
        shared = store | {
            "CMR_DATA": str(communities.parent / "data"),
            "CMR_SHARD_SIZE": "600",
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"postgresql+psycopg2://{database}",
            "AIRFLOW__CELERY__BROKER_URL": broker,
            "AIRFLOW__CELERY__RESULT_BACKEND": f"db+postgresql://{database}",
            "AIRFLOW__CORE__EXECUTOR": "CeleryExecutor",
            "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{port}/execution/",
            "AIRFLOW__API_AUTH__JWT_SECRET": "j" * 64,
            "AIRFLOW__API__SECRET_KEY": "s" * 64,
            "AIRFLOW__API__HOST": "127.0.0.1",
            "AIRFLOW__API__PORT": str(port),
            "AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT": "60",
            "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "10",
            "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "60",
            "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT_DETECTION_INTERVAL": "5",
            # what the killed worker had taken but not begun: ten minutes, unless somebody says
            # otherwise
            "AIRFLOW__SCHEDULER__TASK_QUEUED_TIMEOUT": "120",
            "AIRFLOW__SCHEDULER__TASK_QUEUED_TIMEOUT_CHECK_INTERVAL": "10",
        }
        cluster = Cluster(folder, database, shared | (more or {}), communities)
        Path(cluster.environment("control")["AIRFLOW_HOME"]).mkdir(parents=True)
        call(cluster.environment("control"), "airflow", "db", "migrate")
        call(
            cluster.environment("control"),
            "airflow",
            "pools",
            "set",
            "warehouse",
            "1",
            "one writer",
        )
        cluster.start(stack, "control", "api-server", "--workers", "1")
        servers.wait_for("the API server", lambda: servers.listens(port))
        cluster.start(stack, "control", "dag-processor")
        cluster.start(stack, "control", "scheduler")
        cluster.worker(stack, "home", "warehouse,default")
        cluster.worker(stack, "away", "default")
        yield cluster
