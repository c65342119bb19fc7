"""Every profile at once: a night by two workers, the lake in the store, mails in the catcher, the
marts in Superset.
"""

import json
import shutil

import pytest
import yaml

from tests.celery.servers import wait_for
from tests.containers.conftest import Compose, health_checks
from tests.containers.test_compose import a_night
from tests.end_to_end.conftest import PROJECT, call, differences, environment, plain_nights

pytestmark = [pytest.mark.containers, pytest.mark.timeout(7200)]
OURS = ("init", "api-server", "scheduler", "dag-processor", "triggerer", "worker-home", "worker")
SETTINGS = {
    "CMR_LAKE": "s3://lake/cmr",
    "AWS_ENDPOINT_URL": "http://s3:9000",
    "CMR_SMTP_URL": "smtp://mail:1025?tls=none",
    "CMR_SHARD_SIZE": "600",
}
"""What docs/operate.md says to set in docker/.env, and shards small enough for two workers."""
CHARTS = """
from pathlib import Path
import requests
at, session = "http://127.0.0.1:8088/api/v1", requests.Session()
password = Path("/run/secrets/superset_password").read_text().strip()
user = {"username": "admin", "password": password, "provider": "db", "refresh": False}
session.headers["Authorization"] = "Bearer " + session.post(f"{at}/security/login", json=user).json()["access_token"]
for chart in session.get(f"{at}/dashboard/community-climate/charts").json()["result"]:
    answer = session.get(f"{at}/chart/{chart['id']}/data/")
    found = answer.json()["result"][0] if answer.ok else {"status": answer.text, "rowcount": 0}
    print(chart["slice_name"], found["status"], found["rowcount"], sep="|")
"""
"""Run in Superset's container: each chart of the dashboard, what came of it, and its rows."""


@pytest.fixture(scope="module")
def communities(tmp_path_factory):
    """A community whose export file lies in CMR_DATA, which every worker mounts; its folder, and
    the data's.
    """
    root = tmp_path_factory.mktemp("profiles")
    (root / "communities").mkdir()
    shutil.copy(PROJECT / "dags" / "communities" / "fibra.yml", root / "communities")
    call(environment(root / "made", root / "communities"), "cmr", "simulate")
    (root / "made" / "simulated").rename(root / "data")
    text = (
        (root / "communities" / "fibra.yml")
        .read_text()
        .replace("${CMR_HOME}/simulated", "${CMR_DATA}")
    )
    text = text.replace('send_at: "08:00"', 'send_at: "00:00"')  # due whatever the hour
    (root / "communities" / "fibra.yml").write_text(text)
    for path in (root.parent, root, root / "communities", root / "data"):
        path.chmod(0o755)
    return root


@pytest.fixture(scope="module")
def compose(engine, communities, tmp_path_factory):
    """The compose file up with every profile; gone afterwards, volumes too."""
    more = tmp_path_factory.mktemp("override") / "settings.yaml"
    settings = SETTINGS | {"CMR_DATA": "/data"}
    more.write_text(
        yaml.safe_dump({"services": {name: {"environment": settings} for name in OURS}})
    )
    asked = {
        "CMR_COMMUNITIES_FOLDER": str(communities / "communities"),
        "CMR_DATA_FOLDER": str(communities / "data"),
        "COMPOSE_PROFILES": "celery,s3,mail,bi",
        "EXECUTOR": "CeleryExecutor",
    }
    project = Compose(asked, (more,), "cmr-profiles")
    with health_checks():
        project("up", "--detach", "--no-build", "--pull", "never")
        yield project
        project("down", "--volumes", "--timeout", "5")


def test_every_service_of_every_profile_comes_up(compose):
    def healthy() -> bool:
        found = [json.loads(line) for line in compose("ps", "--format", "json").splitlines()]
        there = {one["Service"] for one in found if one["Health"] == "healthy"}
        without_check = {one["Service"] for one in found if one["State"] == "running"}
        return there >= {
            "redis",
            "worker-home",
            "worker",
            "scheduler",
            "superset",
        } and without_check >= {"s3", "mail"}

    wait_for("workers, broker, store, mail catcher and Superset", healthy, 1800, 5)


def test_a_night_by_workers_on_a_lake_in_the_store_gives_the_facts_of_the_checkout(
    compose, communities, tmp_path
):
    inside = a_night(compose, tmp_path / "inside")
    machines = dict(
        line.split("|")
        for line in compose.ask(
            "select task_id, string_agg(distinct hostname, ',') from task_instance where state = 'success' group by 1"
        ).splitlines()
    )
    home = compose("exec", "-T", "worker-home", "hostname").strip()
    assert {machines[task] for task in ("stage", "marts", "publish")} == {home}
    print(f"workers that read shards: {machines['enrich']}")
    assert compose("exec", "-T", "s3", "sh", "-c", "ls /store/lake/cmr/enriched").strip()
    assert "lake" not in compose("exec", "-T", "worker-home", "ls", "/var/lib/cmr").split()

    env = environment(
        tmp_path / "var", communities / "communities", CMR_DATA=str(communities / "data")
    )
    plain_nights(env, "latest")
    assert differences(inside, tmp_path / "var") == {}


def test_the_mail_arrives_at_the_catcher(compose):
    print(compose("exec", "-T", "worker-home", "cmr", "send").strip())
    (mail,) = compose("exec", "-T", "mail", "sh", "-c", "ls /tmp/mails/new").split()
    head = compose("exec", "-T", "mail", "head", "-n", "40", f"/tmp/mails/new/{mail}")
    assert "cm.fibra@example.org" in head


def test_the_dashboard_shows_the_marts_of_that_night(compose):
    shown = [
        line.split("|")
        for line in compose("exec", "-T", "superset", "python", "-c", CHARTS).splitlines()
    ]
    assert len(shown) > 5
    assert {status for _, status, _ in shown} == {"success"}
    assert sum(int(rows) > 0 for _, _, rows in shown) >= len(shown) / 2
