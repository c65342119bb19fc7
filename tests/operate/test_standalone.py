"""`make standalone` listens to this machine alone: its API, and nothing that only other machines
would ask.
"""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import psutil

from tests.celery.servers import free_port, listens, running
from tests.end_to_end.conftest import PROJECT, call, environment
from tests.progress import wait_for
from transforms.operate import standalone


def test_the_api_is_on_loopback_unless_somebody_says_otherwise():
    assert standalone.environment({})["AIRFLOW__API__HOST"] == "127.0.0.1"
    assert (
        standalone.environment({"AIRFLOW__API__HOST": "10.0.0.5"})["AIRFLOW__API__HOST"]
        == "10.0.0.5"
    )


def test_make_standalone_starts_no_other_servers():
    recipe = re.search(
        r"^standalone:.*\n((?:\t.*\n)+)", (PROJECT / "Makefile").read_text(), re.MULTILINE
    )
    assert recipe
    assert "transforms.operate.standalone" in recipe[1]
    assert "airflow standalone" not in recipe[1]


LEAVES_ITS_CHILDREN = """#!/bin/sh
setsid sleep 1000 & echo $! >> $STARTED
sh -c 'setsid sleep 1000 & echo $! >> $STARTED'
echo parallelism $AIRFLOW__CORE__PARALLELISM >> $STARTED
exec sleep 1000
"""


def test_whatever_the_servers_started_ends_with_them_and_workers_are_as_many_as_cores(tmp_path):
    """A server that starts a child in a session of its own, and one whose parent is gone."""
    airflow, started = tmp_path / "airflow", tmp_path / "started"
    airflow.write_text(LEAVES_ITS_CHILDREN)
    airflow.chmod(0o700)
    run = "import sys; sys.executable = sys.argv[1]; from transforms.operate import standalone as s; s.main()"
    env = os.environ | {"STARTED": str(started)}
    command = [sys.executable, "-c", run, str(tmp_path / "python")]
    parent = subprocess.Popen(command, env=env, cwd=PROJECT)
    servers = len(standalone.SERVERS)

    def lines() -> list[str]:
        return started.read_text().splitlines() if started.exists() else []

    wait_for("the servers", lambda: len(lines()) == 3 * servers, parent.pid, 20, lines)
    os.kill(parent.pid, signal.SIGTERM)
    assert parent.wait() == 0
    pids = [int(line) for line in lines() if line.isdigit()]
    assert len(pids) == 2 * servers
    assert not [pid for pid in pids if psutil.pid_exists(pid)]
    assert lines().count(f"parallelism {max(2, os.cpu_count() or 2)}") == servers


def test_every_server_of_one_machine_is_bound_to_it_and_ends_with_its_parent(tmp_path):
    env = environment(tmp_path / "var", PROJECT / "dags" / "communities")
    port = free_port()
    env |= {"AIRFLOW__API__PORT": str(port), "AIRFLOW__API__BASE_URL": f"http://127.0.0.1:{port}"}
    Path(env["AIRFLOW_HOME"]).mkdir(parents=True)
    call(env, "airflow", "db", "migrate")
    command = [sys.executable, "-m", "transforms.operate.standalone"]
    with running(command, tmp_path / "log", env=env, cwd=PROJECT) as parent:
        wait_for("the API server", lambda: listens(port), parent.pid)
        wait_for("four servers", lambda: len(busy(parent)) >= 4, parent.pid)
        family = [psutil.Process(parent.pid), *psutil.Process(parent.pid).children(recursive=True)]
        bound = {
            c.laddr
            for one in family
            for c in one.net_connections("tcp")
            if c.status == psutil.CONN_LISTEN
        }
        assert {address.port for address in bound} >= {port}
        assert {address.ip for address in bound} == {"127.0.0.1"}, bound
        os.kill(parent.pid, signal.SIGTERM)
        assert parent.wait() == 0
        assert not [
            one for one in family if one.is_running() and one.status() != psutil.STATUS_ZOMBIE
        ]


def busy(parent: subprocess.Popen) -> list[psutil.Process]:
    """The servers that have done what takes longest, reading Airflow: each holds some 100 MB."""
    children = psutil.Process(parent.pid).children()
    return [child for child in children if child.memory_info().rss > 100_000_000]
