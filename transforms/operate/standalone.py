"""Airflow's servers under one parent, on this machine's own address alone.

`airflow standalone` serves the logs of tasks on every address besides (ports 8793 and 8794), which
one machine needs from nobody: its pages read the files.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import FrameType

SERVERS = (
    ("api-server",),
    ("scheduler", "--skip-serve-logs"),
    ("dag-processor",),
    ("triggerer", "--skip-serve-logs"),
)
LOOPBACK = {"AIRFLOW__API__HOST": "127.0.0.1"}


def environment(given: Mapping[str, str]) -> dict[str, str]:
    """What the servers see: the API on loopback unless somebody says otherwise."""
    return LOOPBACK | dict(given)


def main() -> int:
    """Run until one of them ends or a signal comes; all end with it. Returns the first one's exit
    code.
    """
    airflow = str(Path(sys.executable).parent / "airflow")
    signal.signal(signal.SIGTERM, _interrupt)
    env = environment(os.environ)
    servers = [subprocess.Popen([airflow, *arguments], env=env) for arguments in SERVERS]
    home, port = env.get("AIRFLOW_HOME", "~/airflow"), env.get("AIRFLOW__API__PORT", "8080")
    print(
        f"Airflow on http://{env['AIRFLOW__API__HOST']}:{port}, user admin; the password is in {home}",
        flush=True,
    )
    ended: list[int] = []
    try:
        while not ended:
            time.sleep(0.5)
            ended = [code for server in servers if (code := server.poll()) is not None]
    except KeyboardInterrupt:
        return 0
    finally:
        for server in servers:
            server.terminate()
        for server in servers:
            with suppress(subprocess.TimeoutExpired):
                server.wait(20)
            server.kill()
    return ended[0] or 1


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    raise SystemExit(main())
