"""dbt's server: it answers, survives what ends it, and leaves no dbt behind; a stand-in for dbt
keeps it quick.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from transforms.config.settings import PROJECT, settings
from transforms.warehouse.build import dbt_environment
from transforms.warehouse.dbt_server import DbtServer

STAND_IN = """
import os, sys, time
def cli(arguments, obj):
    print(*arguments, os.environ.get("WORD"))
    if arguments[0] == "wait":
        open(arguments[1], "w").write(str(os.getpid()))
        time.sleep(60)
    sys.exit(int(arguments[-1]))
"""


@pytest.fixture
def environment(tmp_path, monkeypatch) -> dict[str, str]:
    """An environment in which dbt is the stand-in."""
    for package in ("dbt", "dbt/cli", "dbt/adapters", "dbt/adapters/duckdb"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    (tmp_path / "dbt/cli/main.py").write_text(STAND_IN)
    (tmp_path / "dbt/adapters/duckdb/plugins.py").write_text("class BasePlugin: pass")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{PROJECT}")
    return dict(os.environ)


def test_each_command_has_its_own_environment_and_exit_code(environment):
    server = DbtServer()
    first = server.run(["build", "0"], environment | {"WORD": "one"})
    second = server.run(["build", "2"], environment | {"WORD": "two"})
    assert (first.code, first.said.split()) == (0, ["build", "0", "one"])
    assert (second.code, second.said.split()) == (2, ["build", "2", "two"])


def test_a_server_that_got_ready_answers_the_command_after_it(environment):
    server = DbtServer()
    server.get_ready(environment | {"WORD": "early"})
    assert server.run(["build", "0"], environment | {"WORD": "now"}).said.split()[-1] == "now"


def test_a_server_that_was_killed_is_started_again(environment):
    server = DbtServer()
    server.run(["build", "0"], environment)
    os.kill(server._process.pid, signal.SIGKILL)
    server._process.wait()
    assert server.run(["build", "0"], environment).code == 0


def test_who_asked_is_killed_and_its_dbt_ends(environment, tmp_path):
    started = tmp_path / "started"
    asks = (
        "import os; from transforms.warehouse.dbt_server import DbtServer;"
        f"DbtServer().run(['wait', {str(started)!r}, '0'], dict(os.environ))"
    )
    asker = subprocess.Popen([sys.executable, "-c", asks], env=environment)
    assert _within_a_minute(started.exists)
    asker.kill()
    asker.wait()
    assert _within_a_minute(lambda: not Path(f"/proc/{started.read_text()}").exists())


@pytest.mark.timeout(600)
def test_a_server_that_has_read_one_project_runs_a_command_that_reads_another_itself(
    home, tmp_path
):
    server = DbtServer()
    settings().industry_models.mkdir(parents=True)
    asked = ["--quiet", "ls", "--select", "int_posts_versioned"]
    assert server.run(asked, dbt_environment()).code == 0
    settings().industry_models.rmdir()  # not all of the project: nothing is read beforehand
    elsewhere = {"DBT_TARGET_PATH": str(tmp_path / "elsewhere")}
    assert server.run(asked, dbt_environment() | elsewhere).code == 0


def _within_a_minute(holds) -> bool:
    for _ in range(1200):
        if holds():
            return True
        time.sleep(0.05)
    return False
