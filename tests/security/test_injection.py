"""Hostile names, addresses and files: no SQL, path, YAML or request of theirs does anything."""

import json
import re
import time

import duckdb
import pytest
import yaml

from transforms import lake
from transforms.config.communities import read_folder
from transforms.config.errors import BadInput
from transforms.config.settings import PROJECT
from transforms.extract import run as extract
from transforms.extract.pulling.client import Client, Refused
from transforms.recommend.learn import feedback
from transforms.report import run as report
from transforms.warehouse.sql import literal

COMMUNITY = """
name: {name}
industry: telecom
language: en
accounts: [brand]
sources: [{{network: export, path: "{path}"}}]
"""
HOSTILE = [
    "'; drop table fct_posts; --",
    'x" union select 1',
    "${jndi:ldap://h}",
    "{{ 7*7 }}",
    "<script>1</script>",
]


def write(folder, name="one", path="posts.jsonl", more="") -> None:
    (folder / "communities" / "one.yml").write_text(
        COMMUNITY.format(name=name, path=folder / path) + more
    )


@pytest.mark.parametrize(
    "name", ["../up", "a/b", "a'b", "a b", "A", "x" * 50, "one\n", ".hidden", "é"]
)
def test_a_community_s_name_can_be_no_path_and_no_sql(folder, name):
    write(folder, name=json.dumps(name))
    found, errors = read_folder(folder / "communities")
    assert found == []
    assert "name" in errors[0]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_fields_of_posts_are_values_and_nothing_else(folder, hostile):
    write(folder)
    row = {
        "post_id": hostile, "network": "x", "author_id": hostile[::-1], "text": hostile, "format": hostile,
        "created_at": "2025-06-01T10:00:00Z", "language": "en", hostile: hostile,
    }  # fmt: skip
    (folder / "posts.jsonl").write_text(json.dumps(row) + "\n")
    assert extract.extract_night("one", 0, None)["rows"] == 1
    with duckdb.connect() as connection:
        sql = f"select post_id from read_parquet('{lake.root()}/raw/export/*.parquet') where community_id = ?"
        [(post_id,)] = connection.execute(sql, ["one"]).fetchall()
        assert post_id == hostile or re.fullmatch("[0-9a-f]{32}", post_id), (
            "an address becomes an alias"
        )


@pytest.mark.parametrize("network", ["../../etc", "x/y", "x;y", "X Y"])
def test_a_row_s_network_can_be_no_path(folder, network):
    write(folder)
    row = {
        "post_id": "1",
        "network": network,
        "author_id": "a",
        "text": "t",
        "created_at": "2025-06-01",
    }
    good = row | {"network": "x"}
    (folder / "posts.jsonl").write_text(json.dumps(row) + "\n" + json.dumps(good) + "\n")
    facts = extract.extract_night("one", 0, None)
    assert (facts["rows"], facts["quarantined"]) == (1, 1)


@pytest.mark.parametrize("date", ["../../x", "2025-06-01'; --", "2025-06-01/../.."])
def test_a_date_can_be_no_path(folder, date):
    write(folder)
    with pytest.raises((BadInput, ValueError)):
        extract.extract_night("one", 0, date)
    with pytest.raises((BadInput, ValueError)):
        report.preview("one", date)


def test_a_verdict_s_words_name_no_file(folder):
    feedback.record("one", "advice", "../../../x", "done", "'; drop table x; --")
    [name] = lake.names("feedback")
    assert re.fullmatch(r"[0-9a-f]{16}", name)


def test_a_path_with_a_quote_is_a_path(tmp_path):
    path = tmp_path / "it's'; drop.duckdb"
    duckdb.connect(str(path)).close()
    with duckdb.connect() as connection:
        connection.execute(f"attach {literal(path)} as other")


@pytest.mark.parametrize(
    "text",
    [
        "name: !!python/object/apply:os.system ['touch {0}']",
        "name: !!python/object/new:os.system [touch {0}]",
        "a: &a [x, x, x, x, x, x, x, x, x]\n"
        + "\n".join(
            f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]"
            for a, b in zip("abcdefghi", "bcdefghij", strict=True)
        )
        + "\naccounts: *j",
        "name: " + "[" * 5_000,
    ],
    ids=["apply", "new", "billion laughs", "deep"],
)
def test_a_hostile_yaml_file_is_one_error_and_runs_nothing(folder, text):
    mark = folder / "ran"
    (folder / "communities" / "one.yml").write_text(text.replace("{0}", str(mark)))
    started = time.process_time()
    found, errors = read_folder(folder / "communities")
    assert found == []
    assert len(errors) == 1
    assert len(errors[0]) < 20_000
    assert not mark.exists()
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    "url", ["http://169.254.169.254/latest", "http://10.0.0.1/x", "http://internal.example/x"]
)
def test_nothing_but_this_machine_is_asked_over_http_so_no_metadata_service(url):
    with pytest.raises(BadInput, match="https"):
        Client(url, "c", 3).get("/x")


def test_a_redirect_is_not_followed_so_credentials_stay(recording):
    recording.on("/a", (302, {"Location": f"{recording.url}/b"}, {}))
    recording.on("/b", {"secret": 1})
    with pytest.raises(Refused):
        Client(recording.url, "c", 3, headers={"authorization": "Bearer made-up"}).get("/a")
    assert recording.times("/b") == 0


@pytest.fixture
def recording():
    from tests.extract.every_network.recording import Recording

    one = Recording()
    yield one
    one.http.shutdown()


def test_airflow_listens_on_loopback_unless_somebody_says_otherwise():
    assert re.search(
        r"^export AIRFLOW__API__HOST \?= 127\.0\.0\.1$",
        (PROJECT / "Makefile").read_text(),
        re.MULTILINE,
    )
    services = yaml.safe_load((PROJECT / "docker" / "compose.yaml").read_text())["services"]
    published = {name: str(port) for name, one in services.items() for port in one.get("ports", [])}
    assert published
    assert {name for name, port in published.items() if not port.startswith("127.0.0.1:")} == set()
