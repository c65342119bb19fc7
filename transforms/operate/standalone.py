"""Airflow's servers under one parent, on this machine's own address alone.

`airflow standalone` serves the logs of tasks on every address besides (ports 8793 and 8794), which
one machine needs from nobody: its pages read the files. It also starts 32 workers; here there are
as many as cores.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType

import psutil

SERVERS = (
    ("api-server",),
    ("scheduler", "--skip-serve-logs"),
    ("dag-processor",),
    ("triggerer", "--skip-serve-logs"),
)
PATIENCE = 20
"""Seconds that a server has to end its own children and itself."""
WEEK = 7 * 86_400
RUN_DAYS = 90
"""Days that Airflow's database remembers a run."""
PR_SET_CHILD_SUBREAPER = 36


def environment(given: Mapping[str, str]) -> dict[str, str]:
    """What the servers see, unless somebody says otherwise: the API on loopback, as many tasks at
    once as there are cores and never fewer than two, and a minute for the API to answer a task: in
    Airflow's five seconds a busy machine does not, and the task fails.
    """
    own = {
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__CORE__PARALLELISM": str(max(2, os.cpu_count() or 2)),
        "AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT": "60",
    }
    return own | dict(given)


def main() -> int:
    """Run until one of them ends or a signal comes; all end with it. Returns the first one's exit
    code.
    """
    airflow = str(Path(sys.executable).parent / "airflow")
    signal.signal(signal.SIGTERM, _interrupt)
    _adopt_orphans()
    env = environment(os.environ)
    servers = [subprocess.Popen([airflow, *arguments], env=env) for arguments in SERVERS]
    home, port = env.get("AIRFLOW_HOME", "~/airflow"), env.get("AIRFLOW__API__PORT", "8080")
    print(
        f"Airflow on http://{env['AIRFLOW__API__HOST']}:{port}, user admin; the password is in {home}",
        flush=True,
    )
    ended: list[int] = []
    cleaned = time.monotonic()
    try:
        while not ended:
            time.sleep(0.5)
            ended = [code for server in servers if (code := server.poll()) is not None]
            _bury({server.pid for server in servers})
            if time.monotonic() - cleaned > WEEK:
                subprocess.Popen([airflow, *_forget_old_runs()], env=env)
                cleaned = time.monotonic()
    except KeyboardInterrupt:
        return 0
    finally:
        _end(servers)
    return ended[0] or 1


def _forget_old_runs() -> list[str]:
    """The command by which Airflow's database forgets old runs; a task may not open it."""
    before = datetime.now(UTC) - timedelta(days=RUN_DAYS)
    return ["db", "clean", "--clean-before-timestamp", f"{before:%Y-%m-%d}", "--skip-archive", "-y"]


def _adopt_orphans() -> None:
    """Become the parent of what the servers leave behind (Linux), so that it can be ended too."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)


def _bury(servers: set[int]) -> None:
    """Take leave of adopted processes that have ended; the servers' codes are asked for elsewhere."""
    with suppress(ChildProcessError):
        while (
            gone := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        ) and gone.si_pid not in servers:
            os.waitpid(gone.si_pid, 0)


def _end(servers: list[subprocess.Popen[bytes]]) -> None:
    """End the servers as they like it, then whatever still runs of all that they started."""
    for server in servers:
        server.terminate()
    until = time.monotonic() + PATIENCE
    for server in servers:
        with suppress(subprocess.TimeoutExpired):
            server.wait(max(0.1, until - time.monotonic()))
    while left := psutil.Process().children(recursive=True):  # ending one may set others free
        for one in left:
            with suppress(psutil.NoSuchProcess):
                one.kill()
        psutil.wait_procs(left, timeout=PATIENCE)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    raise SystemExit(main())
