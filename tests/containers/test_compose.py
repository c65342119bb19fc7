"""`docker compose up` and a night, without a Docker engine."""

import json
import shutil
import time
from pathlib import Path

import pytest

from tests.celery.servers import wait_for
from tests.containers.conftest import Compose, health_checks, podman
from tests.end_to_end.conftest import PROJECT, call, differences, environment, plain_nights

pytestmark = [pytest.mark.containers, pytest.mark.timeout(7200)]
SERVICES = {"postgres", "api-server", "scheduler", "dag-processor", "triggerer"}


@pytest.fixture(scope="module")
def communities(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mounted") / "communities"
    folder.mkdir()
    shutil.copy(PROJECT / "dags" / "communities" / "fibra.yml", folder)
    for path in (folder.parent.parent, folder.parent, folder):
        path.chmod(0o755)
    return folder


@pytest.fixture(scope="module")
def compose(engine, communities):
    """The compose file up, as `docker compose up -d` leaves it; gone afterwards, volumes too."""
    project = Compose({"CMR_COMMUNITIES_FOLDER": str(communities)})
    with health_checks():
        project("up", "--detach", "--no-build", "--pull", "never")
        yield project
        project("down", "--volumes", "--timeout", "5")


def a_night(compose: Compose, home: Path) -> Path:
    """Run a scheduled night inside the containers, and copy its published file to a home of its
    own; returns that.
    """

    def unpaused() -> bool:
        compose(
            "exec", "-T", "scheduler", "airflow", "dags", "unpause", "community_nightly", "--yes"
        )
        return compose.ask("select is_paused from dag where dag_id = 'community_nightly'") == "f"

    known = "select count(*) from dag where dag_id in ('community_clock', 'community_nightly')"
    wait_for("the DAGs", lambda: compose.ask(known) == "2", 1200, 5)
    wait_for("the DAG unpaused", unpaused, 600, 5)
    compose("exec", "-T", "scheduler", "airflow", "dags", "trigger", "community_clock")
    deadline = time.monotonic() + 3600
    state = ""
    while state not in ("success", "failed") and time.monotonic() < deadline:
        time.sleep(5)
        state = compose.ask("select state from dag_run where dag_id = 'community_nightly'")
    assert state == "success", compose.ask("select task_id, state from task_instance")
    (home / "published").mkdir(parents=True)
    compose(
        "cp",
        "scheduler:/var/lib/cmr/published/marts.duckdb",
        str(home / "published" / "marts.duckdb"),
    )
    return home


@pytest.fixture(scope="module")
def night(compose, tmp_path_factory):
    """The home of the published file of a night inside the containers."""
    return a_night(compose, tmp_path_factory.mktemp("inside") / "home")


def test_the_image_is_small_enough_to_name_its_size(engine):
    images = json.loads(podman("images", "--format", "json"))
    sizes = {name: image["Size"] for image in images for name in image.get("Names") or []}
    size = sizes["localhost/community-manager-reloaded:latest"] / 1e9
    print(
        f"image: {size:.2f} GB, of which the base {sizes['docker.io/library/python:3.11-slim-bookworm'] / 1e9:.2f} GB"
    )
    assert size < 2.5


def test_every_service_comes_up_and_is_healthy(compose):
    def healthy() -> bool:
        found = [json.loads(line) for line in compose("ps", "--format", "json").splitlines()]
        return {one["Service"] for one in found if one["Health"] == "healthy"} >= SERVICES

    wait_for("every service healthy", healthy, 1800, 5)


def test_nothing_runs_as_root_and_no_secret_is_in_the_environment(compose):
    assert compose("exec", "-T", "scheduler", "id", "-u").strip() == "10001"
    words = compose("exec", "-T", "postgres", "cat", "/run/secrets/postgres_password").strip()
    assert len(words) > 40
    for service in ("scheduler", "api-server", "postgres"):
        assert words not in compose("exec", "-T", service, "env")
    modes = compose(
        "exec", "-T", "scheduler", "sh", "-c", "stat -c '%a %u %n' /run/secrets/*"
    ).splitlines()
    assert all(line.startswith("400 10001 ") for line in modes), modes


def test_ports_are_bound_to_this_machine_only(compose):
    shown = json.loads(compose("--profile", "*", "config", "--format", "json"))
    ports = [port for service in shown["services"].values() for port in service.get("ports", [])]
    assert ports
    assert {port["host_ip"] for port in ports} == {"127.0.0.1"}
    inspected = json.loads(
        podman("inspect", *podman("ps", "--quiet", "--filter", "name=api-server").split())
    )
    bound = [
        b["HostIp"] for one in inspected for b in one["HostConfig"]["PortBindings"]["8080/tcp"]
    ]
    assert bound == ["127.0.0.1"]


def test_a_night_in_the_containers_gives_the_facts_of_the_checkout(night, communities, tmp_path):
    env = environment(tmp_path / "var", communities)
    call(env, "cmr", "simulate")
    plain_nights(env, "latest")
    assert differences(night, tmp_path / "var") == {}


def test_the_mail_was_written(night, compose):
    assert ".eml" in compose("exec", "-T", "scheduler", "ls", "/var/lib/cmr/outbox")
