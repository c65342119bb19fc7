"""A Superset of its own environment, on loopback, over a published file."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.celery.servers import free_port, running, wait_for
from tests.end_to_end.conftest import PROJECT, call, environment, plain_nights

SCRIPTS = PROJECT / "docker" / "superset"
PASSWORD = "only-for-this-test"


@pytest.fixture(scope="session")
def programs() -> Path:
    """The folder of Superset's programs; without it the tests say so and are skipped."""
    folder = os.environ.get("CMR_TEST_SUPERSET")
    if not folder:
        pytest.skip("CMR_TEST_SUPERSET names no Superset: `make test-superset` installs one")
    return Path(folder)


@pytest.fixture(scope="session")
def published(programs, tmp_path_factory) -> Path:
    """A published file: CMR_TEST_PUBLISHED, or that of a night of one bundled community; a copy of
    it.
    """
    folder = tmp_path_factory.mktemp("published")
    given = os.environ.get("CMR_TEST_PUBLISHED")
    if not given:
        communities = folder / "communities"
        communities.mkdir()
        shutil.copy(PROJECT / "dags" / "communities" / "fibra.yml", communities)
        env = environment(folder / "var", communities)
        call(env, "cmr", "simulate")
        plain_nights(env, "latest")
        given = str(folder / "var" / "published" / "marts.duckdb")
    return Path(shutil.copy(given, folder / "marts.duckdb"))


@pytest.fixture(scope="session")
def superset(programs, tmp_path_factory) -> Iterator[str]:
    """The address of a Superset that was set up as the compose service is, but for the import."""
    home = tmp_path_factory.mktemp("superset")
    (home / "superset_secret").write_text("s" * 64)
    (home / "superset_password").write_text(PASSWORD)
    env = os.environ | {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "SUPERSET_CONFIG_PATH": str(SCRIPTS / "superset_config.py"),
        "SUPERSET_SECRETS": str(home),
        "SUPERSET_HOME": str(home),
    }
    for command in (
        ["superset", "db", "upgrade"],
        ["superset", "init"],
        ["python", str(SCRIPTS / "prepare.py")],
    ):
        done = subprocess.run(
            [str(programs / command[0]), *command[1:]],
            env=env,
            capture_output=True,
            text=True,
            check=False,
            cwd=home,
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    port = free_port()
    serve = [
        "--bind",
        f"127.0.0.1:{port}",
        "--worker-class",
        "gthread",
        "--threads",
        "4",
        "--timeout",
        "300",
    ]
    address = f"http://127.0.0.1:{port}"

    def healthy() -> bool:
        try:
            return requests.get(f"{address}/health", timeout=60).ok
        except requests.RequestException:
            return False

    command = [str(programs / "gunicorn"), *serve, "superset.app:create_app()"]
    with running(command, home / "superset.log", env=env, cwd=home):
        wait_for("Superset", healthy, 1200, 1)
        yield address


@pytest.fixture(scope="session")
def importing():
    """The module of `make dashboard`."""
    sys.path.insert(0, str(SCRIPTS))
    try:
        import import_dashboard
    finally:
        sys.path.remove(str(SCRIPTS))
    return import_dashboard


@pytest.fixture(scope="session")
def session(superset, importing, published) -> requests.Session:
    """A signed-in session, the dashboard imported."""
    signed_in = importing.sign_in(superset, "admin", PASSWORD)
    importing.import_dashboard(signed_in, superset, str(published))
    return signed_in
