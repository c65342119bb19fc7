"""An engine without a daemon, the images, and the compose file brought up on it."""

import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.celery.servers import running, wait_for
from tests.end_to_end.conftest import BIN, PROJECT

ENGINE = Path(__file__).parent / "engine.sh"
TOOLS = ("podman", "buildah", "crun", "debootstrap", "unshare", "ip", "iptables")
IMAGES = {"CMR_IMAGE": "community-manager-reloaded", "POSTGRES_IMAGE": "cmr-stand-in", "REDIS_IMAGE": "cmr-stand-in",
          "S3_IMAGE": "cmr-stand-in", "MAIL_IMAGE": "cmr-stand-in",
          "SUPERSET_IMAGE": "community-manager-reloaded-superset"}  # fmt: skip


def bed() -> Path:
    return Path(os.environ.get("BED", f"{tempfile.gettempdir()}/cmr-containers-{os.getuid()}"))


@dataclass
class Compose:
    """The product's compose file with what only the test needs, as a project of its own."""

    settings: dict[str, str]
    more: tuple[Path, ...] = ()
    name: str = "cmr-test"
    environment: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("CMR_", "AIRFLOW_"))
        }
        images = {name: f"localhost/{image}:latest" for name, image in IMAGES.items()}
        self.environment = (
            kept | images | {"DOCKER_HOST": f"unix://{bed()}/run/api.sock"} | self.settings
        )

    def __call__(self, *arguments: str, timeout: int = 3600) -> str:
        files = (
            PROJECT / "docker" / "compose.yaml",
            Path(__file__).parent / "compose.override.yaml",
            *self.more,
        )
        command = [str(BIN / "docker-compose"), "--project-name", self.name]
        for file in files:
            command += ["--file", str(file)]
        done = subprocess.run(
            [*command, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        assert done.returncode == 0, (
            f"{' '.join(arguments)}:\n{done.stdout[-3000:]}\n{done.stderr[-6000:]}"
        )
        return done.stdout

    def ask(self, sql: str) -> str:
        """The answer of Airflow's database, as psql prints it."""
        psql = f'PGPASSWORD=$(cat $POSTGRES_PASSWORD_FILE) psql -h 127.0.0.1 -U airflow -d airflow -Atc "{sql}"'
        return self("exec", "-T", "postgres", "sh", "-c", psql).strip()


def podman(*arguments: str) -> str:
    """Ask the engine through its socket: what it mounts is not to be seen from outside its
    namespaces.
    """
    command = ["podman", "--remote", "--url", f"unix://{bed()}/run/api.sock", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=600).stdout


def _start_anew() -> None:
    """Nothing of a run that was cut off: neither its containers nor their volumes."""
    podman("rm", "--all", "--force", "--time", "2")
    podman("volume", "prune", "--force")


@contextmanager
def health_checks() -> Iterator[None]:
    """Run the check of every container that is not healthy yet, which elsewhere a daemon or systemd
    does.
    """
    done = threading.Event()

    def check() -> None:
        while not done.wait(3):
            for state in ("starting", "unhealthy"):
                for container in podman("ps", "--quiet", "--filter", f"health={state}").split():
                    podman("healthcheck", "run", container)

    thread = threading.Thread(target=check, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join(120)


@pytest.fixture(scope="session")
def images() -> None:
    """The images are built; skips, and says why, where that cannot be."""
    if os.environ.get("CMR_TEST_CONTAINERS") != "1":
        pytest.skip("building the image takes minutes: `make test-containers`")
    if os.getuid() != 0:
        pytest.skip("debootstrap and namespaces need root")
    if lacking := [tool for tool in TOOLS if shutil.which(tool) is None]:
        packages = "podman buildah debootstrap crun netavark aardvark-dns iptables iproute2"
        pytest.skip(f"missing: {', '.join(lacking)} (apt-get install {packages})")
    done = subprocess.run([str(ENGINE), "build"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]


@pytest.fixture(scope="session")
def engine(images) -> Iterator[int]:
    """The process in whose namespaces containers run; its socket speaks Docker's language."""
    socket = bed() / "run" / "api.sock"
    socket.unlink(missing_ok=True)
    with running([str(ENGINE), "run", "sleep", "infinity"], bed() / "engine.log") as process:
        wait_for("the engine's socket", socket.exists)
        _start_anew()
        yield process.pid
        podman("rm", "--all", "--force", "--time", "2")
