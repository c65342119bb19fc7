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
import pytest

from tests.celery.servers import free_port, listens, running, wait_for
from tests.end_to_end.conftest import PROJECT, call, environment
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


@pytest.mark.timeout(900)
def test_every_server_of_one_machine_is_bound_to_it_and_ends_with_its_parent(tmp_path):
    env = environment(tmp_path / "var", PROJECT / "dags" / "communities")
    port = free_port()
    env |= {"AIRFLOW__API__PORT": str(port), "AIRFLOW__API__BASE_URL": f"http://127.0.0.1:{port}"}
    Path(env["AIRFLOW_HOME"]).mkdir(parents=True)
    call(env, "airflow", "db", "migrate")
    command = [sys.executable, "-m", "transforms.operate.standalone"]
    with running(command, tmp_path / "log", env=env, cwd=PROJECT) as parent:
        wait_for("the API server", lambda: listens(port), 300)
        wait_for("four servers", lambda: len(busy(parent)) >= 4, 120)
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
        assert parent.wait(90) == 0
        assert not [
            one for one in family if one.is_running() and one.status() != psutil.STATUS_ZOMBIE
        ]


def busy(parent: subprocess.Popen) -> list[psutil.Process]:
    """The servers that have done what takes longest, reading Airflow: each holds some 100 MB."""
    children = psutil.Process(parent.pid).children()
    return [child for child in children if child.memory_info().rss > 100_000_000]
