"""A process that has everything imported and the models loaded, and forks itself for each step: a
kill costs a second.

It reads one JSON command per line and answers one line; `Warm` speaks to it.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from transforms.warehouse.dbt_server import Done, in_a_fork

PATIENCE = 900.0


@dataclass(frozen=True)
class Ended:
    """How a step ended: its exit code (None: it was killed), after how many seconds, and what it
    said.
    """

    code: int | None
    seconds: float
    said: str


class Warm:
    """The other end of the warm process."""

    def __init__(self, cwd: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.warm"], cwd=cwd, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env=os.environ | dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
        )  # fmt: skip

    def run(
        self,
        step: str,
        night: str | None,
        env: dict[str, str],
        kill_after: float | None = None,
        victim: str = "group",
    ) -> Ended:
        """Run a step in a fork; `kill_after` seconds, kill -9 its whole group, its own process, or
        its dbt alone.
        """
        command = {
            "step": step,
            "night": night,
            "env": env,
            "kill_after": kill_after,
            "victim": victim,
        }
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "the warm process is gone"
        return Ended(**json.loads(answer))

    def stop(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()


def _warm_up() -> None:
    """Import what the steps import late, and load the models, before any fork."""
    import dbt.cli.main
    import dlt
    import dlt.destinations
    import matplotlib.pyplot

    from tests.faults import steps  # noqa: F401
    from transforms.config.industries import read_packs
    from transforms.config.settings import settings
    from transforms.enrich import run as enrich
    from transforms.extract import load, run  # noqa: F401
    from transforms.publish import run as publish  # noqa: F401
    from transforms.recommend import run as recommend  # noqa: F401
    from transforms.report import run as report  # noqa: F401
    from transforms.report.delivery import send  # noqa: F401
    from transforms.stage import run as stage  # noqa: F401
    from transforms.understand import run as understand  # noqa: F401

    assert dbt
    assert dlt
    assert matplotlib
    enrich.active_model()
    list(
        enrich.reader().read(
            [{"text": "Bonjour, où est mon vol ?", "language": "fr", "industry": "airlines"}]
        )
    )
    enrich.encode(["Where is my parcel?"])
    read_packs(settings().industries)
    settings.cache_clear()


def _serve() -> None:
    _warm_up()
    for line in sys.stdin:
        command = json.loads(line)
        print(json.dumps(_attempt(command)), flush=True)


def _attempt(command: dict[str, Any]) -> dict[str, Any]:
    with tempfile.TemporaryFile() as said:
        started = time.monotonic()
        child = os.fork()
        if child == 0:
            _be_the_step(command, said.fileno())
        code, killed = _await(child, started, command["kill_after"], command["victim"])
        seconds = time.monotonic() - started
        said.seek(0)
        text = said.read().decode(errors="replace")[-6000:]
        return {"code": None if killed else code, "seconds": seconds, "said": text}


def _await(child: int, started: float, kill_after: float | None, victim: str) -> tuple[int, bool]:
    """The exit code, and whether the kill came before the end."""
    struck = False
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            code = os.waitstatus_to_exitcode(status)
            if not _group_ended(child):
                os.killpg(child, signal.SIGKILL)
                raise RuntimeError(
                    "a killed step left a process running that would lock its retry out"
                )
            return code, struck and code != 0
        elapsed = time.monotonic() - started
        if elapsed > PATIENCE or (kill_after is not None and not struck and elapsed >= kill_after):
            struck = _strike(child, "group" if elapsed > PATIENCE else victim)
        time.sleep(0.004)


def _strike(child: int, victim: str) -> bool:
    if victim == "dbt":
        for pid in _children(child):
            os.kill(pid, signal.SIGKILL)
            return True
        victim = "step"
    try:
        os.killpg(child, signal.SIGKILL) if victim == "group" else os.kill(child, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def _children(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def _group_ended(group: int) -> bool:
    """Whether all that a step started ends with it, by itself, within ten seconds."""
    for _ in range(500):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def _be_the_step(command: dict[str, Any], said: int) -> None:
    code = 1
    try:
        os.setpgid(0, 0)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(said, 1)
        os.dup2(said, 2)
        os.environ.clear()
        os.environ.update(command["env"])
        random.seed()
        from tests.faults import steps
        from transforms.config.settings import settings
        from transforms.lake import files
        from transforms.warehouse import build

        settings.cache_clear()
        files._filesystem.cache_clear()
        server = SimpleNamespace(run=_run_forked, get_ready=lambda _: None)
        build.SERVER = server  # type: ignore[assignment]
        steps.STEPS[command["step"]](command["night"])
        code = 0
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _run_forked(arguments: list[str], environment: dict[str, str]) -> Done:
    """`DbtServer.run` in a fork of this process, which has dbt imported already."""
    return Done(**in_a_fork({"arguments": arguments, "environment": environment}, os.getppid()))


if __name__ == "__main__":
    _serve()
