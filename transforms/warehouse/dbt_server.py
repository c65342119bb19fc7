"""dbt, imported once: a process that forks itself for each dbt command, so that a build costs no
start-up.

Importing dbt and reading its project takes most of the processor time of a small build. A build
still runs in a process of its own, because dbt would keep the warehouse open and lock out the next
reader; it ends with whoever asked for it.
"""

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from io import FileIO
from typing import Any

from transforms.ground.forks import end_with
from transforms.warehouse.dbt_project import Project

_PAUSE_SECONDS = 0.01


@dataclass(frozen=True)
class Done:
    """How a dbt command ended: its exit code (negative: the signal that ended it) and what it
    printed.
    """

    code: int
    said: str


class DbtServer(threading.local):
    """The other end of the pipe, one for each thread: builds of several writers run beside each
    other.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._owner = 0

    def run(self, arguments: list[str], environment: dict[str, str]) -> Done:
        """`dbt <arguments>` in exactly that environment; returns when it has ended."""
        server = self._ask({"arguments": arguments, "environment": environment})
        assert server.stdout
        answer = server.stdout.readline()
        if answer:
            return Done(**json.loads(answer))
        self._process = None
        return Done(-signal.SIGKILL, "the process that runs dbt was ended from outside")

    def get_ready(self, environment: dict[str, str]) -> None:
        """Have dbt imported and its project read, beside whatever the caller does meanwhile."""
        self._ask({"environment": environment})

    def _ask(self, command: dict[str, Any]) -> "subprocess.Popen[str]":
        server = self._running()
        assert server.stdin
        print(json.dumps(command), file=server.stdin, flush=True)
        return server

    def _running(self) -> subprocess.Popen[str]:
        mine = (
            self._process if self._owner == os.getpid() else None
        )  # a fork needs a server of its own
        if mine is None or mine.poll() is not None:
            quiet = "ignore::RuntimeWarning:runpy"  # the package imports this module too
            command = [sys.executable, "-W", quiet, "-m", __name__, str(os.getpid())]
            mine = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            self._process, self._owner = mine, os.getpid()
        return mine


def serve(asker: int) -> None:
    """Answer one command a line, until the pipe closes or the process that asks is gone."""
    import dbt.adapters.duckdb
    import dbt.cli.main  # noqa: F401

    import transforms.warehouse.dbt_plugin  # noqa: F401
    from transforms.warehouse import dbt_events

    dbt_events.leave_out_debug()
    project = Project()
    asked = FileIO(0, closefd=False)  # unbuffered: a line that was read ahead is one unseen
    while os.getppid() == asker:
        if select.select([asked], [], [], 1.0)[0]:
            line = asked.readline()
            if not line:
                return
            command = json.loads(line)
            manifest = project.manifest(command["environment"])
            if "arguments" in command:
                print(json.dumps(in_a_fork(command, asker, manifest)), flush=True)


def in_a_fork(command: dict[str, Any], asker: int, manifest: Any = None) -> dict[str, Any]:
    """`Done`'s fields for one command, run by a fork that ends with this process or with `asker`,
    its parent; without a manifest it reads the project itself.
    """
    with tempfile.TemporaryFile() as said:
        server, child = os.getpid(), os.fork()
        if child == 0:
            end_with(server)
            _be_dbt(command, said.fileno(), manifest)
        while (status := os.waitpid(child, os.WNOHANG))[0] == 0:
            if os.getppid() != asker:  # a dbt that outlives its step would lock the retry out
                os.kill(child, signal.SIGKILL)
            time.sleep(_PAUSE_SECONDS)
        said.seek(0)
        return {
            "code": os.waitstatus_to_exitcode(status[1]),
            "said": said.read().decode(errors="replace")[-8000:],
        }


def _be_dbt(command: dict[str, Any], said: int, manifest: Any) -> None:
    code = 1
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(said, 1)
        os.dup2(said, 2)
        os.environ.clear()
        os.environ.update(command["environment"])
        if manifest is None:  # dbt's parser in Rust would wait for threads that no fork has
            os.environ["DBT_STATIC_PARSER"] = "false"
        from dbt.cli.main import cli

        cli(command["arguments"], obj={"manifest": manifest})
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        _close_the_warehouse()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _close_the_warehouse() -> None:
    """Have DuckDB write its log into the warehouse's file: `os._exit` would leave rows in the
    `.wal` beside it, where whoever copies the file misses them.
    """
    with contextlib.suppress(Exception):  # what dbt said of its command is what counts
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager

        DuckDBConnectionManager.close_all_connections()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
