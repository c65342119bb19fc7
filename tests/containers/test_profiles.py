"""The profiles `celery` and `s3`: a night by two workers in containers, the lake in the store beside them."""

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
SETTINGS = {"CMR_LAKE": "s3://lake/cmr", "AWS_ENDPOINT_URL": "http://s3:9000", "CMR_SHARD_SIZE": "600"}
"""What docs/operate.md says to set in docker/.env, and shards small enough for two workers."""


@pytest.fixture(scope="module")
def communities(tmp_path_factory):
    """A community whose export file lies in CMR_DATA, which every worker mounts; its folder, and the data's."""
    root = tmp_path_factory.mktemp("profiles")
    (root / "communities").mkdir()
    shutil.copy(PROJECT / "dags" / "communities" / "fibra.yml", root / "communities")
    call(environment(root / "made", root / "communities"), "cmr", "simulate")
    (root / "made" / "simulated").rename(root / "data")
    text = (root / "communities" / "fibra.yml").read_text().replace("${CMR_HOME}/simulated", "${CMR_DATA}")
    (root / "communities" / "fibra.yml").write_text(text)
    for path in (root.parent, root, root / "communities", root / "data"):
        path.chmod(0o755)
    return root


@pytest.fixture(scope="module")
def compose(engine, communities, tmp_path_factory):
    """The compose file up with both profiles; gone afterwards, volumes too."""
    more = tmp_path_factory.mktemp("override") / "settings.yaml"
    settings = SETTINGS | {"CMR_DATA": "/data"}
    more.write_text(yaml.safe_dump({"services": {name: {"environment": settings} for name in OURS}}))
    asked = {
        "CMR_COMMUNITIES_FOLDER": str(communities / "communities"),
        "CMR_DATA_FOLDER": str(communities / "data"),
        "COMPOSE_PROFILES": "celery,s3",
        "EXECUTOR": "CeleryExecutor",
    }
    project = Compose(asked, (more,), "cmr-profiles")
    with health_checks():
        project("up", "--detach", "--no-build", "--pull", "never")
        yield project
        project("down", "--volumes", "--timeout", "5")


def test_workers_and_store_come_up_and_are_healthy(compose):
    def healthy() -> bool:
        found = [json.loads(line) for line in compose("ps", "--format", "json").splitlines()]
        there = {one["Service"] for one in found if one["Health"] == "healthy"}
        return there >= {"redis", "worker-home", "worker", "scheduler"} and "s3" in {one["Service"] for one in found}

    wait_for("workers, broker and store", healthy, 1800, 5)


def test_a_night_by_workers_on_a_lake_in_the_store_gives_the_facts_of_the_checkout(compose, communities, tmp_path):
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

    env = environment(tmp_path / "var", communities / "communities", CMR_DATA=str(communities / "data"))
    plain_nights(env, "latest")
    assert differences(inside, tmp_path / "var") == {}
