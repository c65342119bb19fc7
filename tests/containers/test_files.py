"""What the compose file and the Superset assets promise, read without starting anything."""

import importlib.util
import json
import os
import re
import subprocess

import duckdb
import pytest
import sqlalchemy
import yaml

from tests.end_to_end.conftest import BIN, PROJECT

ASSETS = PROJECT / "docker" / "superset" / "assets"
OURS = {
    "api-server",
    "scheduler",
    "dag-processor",
    "triggerer",
    "worker-home",
    "worker",
    "superset",
    "site",
    "postgres",
    "redis",
}


@pytest.fixture(scope="module")
def services() -> dict[str, dict]:
    """Every service, as compose resolves it without an .env file."""
    command = [
        str(BIN / "docker-compose"),
        "-f",
        str(PROJECT / "docker" / "compose.yaml"),
        "--env-file",
        os.devnull,
    ]
    done = subprocess.run(
        [*command, "--profile", "*", "config", "--format", "json"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["services"]


def test_every_port_is_bound_to_this_machine_only(services):
    ports = [port for service in services.values() for port in service.get("ports", [])]
    assert len(ports) >= 3
    assert {port["host_ip"] for port in ports} == {"127.0.0.1"}


def test_every_server_says_whether_it_is_healthy(services):
    assert {name for name in OURS if "test" not in services[name].get("healthcheck", {})} == set()


def test_no_secret_stands_in_the_environment_of_a_service(services):
    for name, service in services.items():
        for key, value in (service.get("environment") or {}).items():
            if re.search("SECRET|PASSWORD|TOKEN|FERNET|CONN|RESULT_BACKEND|BROKER", key):
                assert re.search("_CMD$|_FILE$", key), (name, key)
                assert "/run/secrets/" in str(value), (name, key)


def test_what_is_built_or_pulled_from_others_is_pinned(services):
    for name in ("postgres", "redis", "site"):
        assert re.fullmatch(r"\S+:\S+@sha256:[0-9a-f]{64}", services[name]["image"]), name
    for file in ("docker/Dockerfile", "docker/superset/Dockerfile"):
        assert re.search(
            r"^ARG BASE_IMAGE=\S+@sha256:[0-9a-f]{64}$", (PROJECT / file).read_text(), re.MULTILINE
        ), file


def test_what_the_image_leaves_out_is_none_of_dbt_s_macros():
    """dbt keeps macros of data tests in folders called tests: an image without them builds no mart."""
    [left_out] = re.findall(
        r"find /opt/venv (-type d \\\(.*\\\))", (PROJECT / "docker" / "Dockerfile").read_text()
    )
    found = subprocess.run(
        f"find {BIN.parent}/lib {left_out} -print", shell=True, capture_output=True, text=True
    )
    folders = found.stdout.splitlines()
    assert any(folder.endswith("/site-packages/pyarrow/tests") for folder in folders)
    assert [
        folder for folder in folders if "/dbt/" in folder and not folder.endswith("/__pycache__")
    ] == []


def test_no_service_but_the_maker_of_secrets_runs_as_root_with_all_its_rights(services):
    hardened = {
        "init",
        "api-server",
        "scheduler",
        "dag-processor",
        "triggerer",
        "worker-home",
        "worker",
        "superset",
        "site",
    }
    for name in hardened:
        assert services[name]["cap_drop"] == ["ALL"], name
        assert services[name]["security_opt"] == ["no-new-privileges:true"], name


@pytest.mark.skipif(
    os.getuid() != 0, reason="files get the owners of other users, which takes root"
)
def test_secrets_are_made_once_and_belong_to_their_service_only(tmp_path, monkeypatch):
    spec = importlib.util.spec_from_file_location(
        "make_secrets", PROJECT / "docker" / "make_secrets.py"
    )
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    for folder in ("OWN", "POSTGRES", "STORE", "BROKER", "BI"):
        monkeypatch.setattr(maker, folder, tmp_path / folder)
    maker.main()
    first = {path: path.read_text() for path in tmp_path.rglob("*") if path.is_file()}
    assert len(first) == 13
    for path in (tmp_path / "OWN").iterdir():
        assert (path.stat().st_uid, path.stat().st_mode & 0o777) == (10001, 0o400)
    password = (tmp_path / "BROKER" / "redis.conf").read_text().removeprefix("requirepass ")
    assert f":{password}@redis" in (tmp_path / "OWN" / "celery_broker").read_text()
    maker.main()
    assert {path: path.read_text() for path in first} == first


def test_whoever_writes_sql_in_superset_reads_the_marts_and_no_file_of_the_machine(tmp_path):
    """DuckDB would read any file for anybody who may write SQL: the server's own secret, for one."""
    published = tmp_path / "marts.duckdb"
    with duckdb.connect(str(published)) as connection:
        connection.execute("create table fct_posts as select 1 as posts")
    secret = tmp_path / "superset_secret"
    secret.write_text("made-up")
    [database] = [
        yaml.safe_load(path.read_text()) for path in (ASSETS / "databases").glob("*.yaml")
    ]
    engine = sqlalchemy.create_engine(
        database["sqlalchemy_uri"].replace("/published/marts.duckdb", str(published))
    )
    with engine.connect() as connection:
        assert connection.execute(sqlalchemy.text("select posts from fct_posts")).fetchall() == [
            (1,)
        ]
    for attempt in (
        f"select content from read_text('{secret}')",
        "set enable_external_access = true",
        f"copy (select 1) to '{tmp_path / 'out.csv'}'",
        f"attach '{tmp_path / 'other.duckdb'}'",
        "delete from fct_posts",
    ):
        with engine.connect() as connection, pytest.raises(sqlalchemy.exc.SQLAlchemyError):
            connection.execute(sqlalchemy.text(attempt))


def test_every_chart_has_its_dataset_and_its_place_on_the_dashboard():
    def read(folder):
        return [
            yaml.safe_load(path.read_text()) for path in sorted((ASSETS / folder).rglob("*.yaml"))
        ]

    datasets = {one["uuid"]: one for one in read("datasets")}
    charts = read("charts")
    (dashboard,) = read("dashboards")
    placed = {
        part["meta"]["uuid"]
        for part in dashboard["position"].values()
        if isinstance(part, dict) and "uuid" in part.get("meta", {})
    }
    assert {chart["uuid"] for chart in charts} == placed
    for chart in charts:
        columns = {column["column_name"] for column in datasets[chart["dataset_uuid"]]["columns"]}
        (query,) = json.loads(chart["query_context"])["queries"]
        assert {column for column in query["columns"] if isinstance(column, str)} <= columns, chart[
            "slice_name"
        ]
