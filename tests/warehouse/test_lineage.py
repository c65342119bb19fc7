"""OpenLineage, switched on by the environment: what dbt built is told, and nothing of a night hangs
on it.
"""

import json

import pytest

from tests.celery.servers import free_port
from transforms import lake, warehouse
from transforms.config.settings import settings
from transforms.warehouse import lineage

MODEL = "int_posts_versioned"


def build() -> list[dict]:
    return warehouse.dbt("run", "--full-refresh", "--select", f"+{MODEL}")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """An empty lake, and the folder of the industries' models, with which dbt's server reads the
    project: once for every build of it.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CMR_HOME", str(tmp_path_factory.mktemp("lineage") / "var"))
        settings.cache_clear()
        lake.initialise()
        settings().industry_models.mkdir(parents=True)
        yield
    settings.cache_clear()


@pytest.fixture(autouse=True)
def no_transport(monkeypatch):
    monkeypatch.delenv("OPENLINEAGE_URL", raising=False)


def test_a_build_is_told_with_what_each_model_reads_and_writes(home, tmp_path, monkeypatch):
    told = tmp_path / "events.jsonl"
    monkeypatch.setenv("OPENLINEAGE__TRANSPORT__TYPE", "file")
    monkeypatch.setenv("OPENLINEAGE__TRANSPORT__LOG_FILE_PATH", str(told))
    monkeypatch.setenv("OPENLINEAGE__TRANSPORT__APPEND", "true")
    built = {result["unique_id"].rpartition(".")[2] for result in build()}
    events = [json.loads(line) for line in told.read_text().splitlines()]
    (event,) = [
        one
        for one in events
        if one["eventType"] == "COMPLETE"
        and any(MODEL in output["name"] for output in one["outputs"])
    ]
    read = {one["name"].rpartition(".")[2] for one in event["inputs"]}
    assert read
    assert read <= built


def test_a_lineage_server_that_is_gone_costs_a_warning_and_no_build(home, monkeypatch, caplog):
    monkeypatch.setenv("OPENLINEAGE_URL", f"http://127.0.0.1:{free_port()}")
    monkeypatch.setattr(lineage, "TIMEOUT_SECONDS", 4)
    assert {result["status"] for result in build()} == {"success"}
    assert "OpenLineage was not told" in caplog.text


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, False),
        ({"OPENLINEAGE_URL": "http://x"}, True),
        ({"OPENLINEAGE_URL": "http://x", "OPENLINEAGE_DISABLED": "true"}, False),
    ],
)
def test_it_is_off_until_a_transport_is_named(monkeypatch, variables, expected):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert lineage.is_on() is expected
