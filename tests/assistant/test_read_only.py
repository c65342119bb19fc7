"""An assistant reads the published file, and finds no way out of it."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from transforms.config.settings import PROJECT

SETTINGS = PROJECT / "docker" / "assistant" / "read_only.sql"
CONFIGURATION = PROJECT / "docker" / "assistant" / "mcp.json"
WAYS_OUT = (
    "create table other as select 1",
    "insert into fct_posts values ('more')",
    "update fct_posts set text = ''",
    "delete from fct_posts",
    "drop table fct_posts",
    "comment on table fct_posts is 'changed'",
    "attach '{folder}/other.duckdb' as other",
    "attach ':memory:' as other",
    "select * from read_text('{folder}/secret.txt')",
    "select * from read_csv('{folder}/secret.txt')",
    "select * from '{folder}/secret.csv'",
    "select * from glob('{folder}/*')",
    "select * from read_csv('http://127.0.0.1:9/x.csv')",
    "copy fct_posts to '{folder}/out.parquet'",
    "copy (select 1) to '{folder}/out.csv'",
    "export database '{folder}/out'",
    "install httpfs",
    "load httpfs",
    "create secret stolen (type http)",
    "select * from duckdb_secrets()",
    "set enable_external_access = true",
    "reset enable_external_access",
    "pragma enable_external_access = true",
    "set lock_configuration = false",
    "set temp_directory = '{folder}'",
)


@pytest.fixture
def published(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text("not for assistants")
    (tmp_path / "secret.csv").write_text("a\nb\n")
    path = tmp_path / "marts.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table fct_posts as select 'a post' as text")
        connection.execute("comment on table fct_posts is 'One row per post.'")
    return path


@pytest.fixture
def connection(published: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(published), read_only=True) as opened:
        opened.execute(SETTINGS.read_text())
        yield opened


def test_it_reads_the_marts_and_what_they_mean(connection):
    assert connection.execute("select text from fct_posts").fetchall() == [("a post",)]
    words = connection.execute("select comment from duckdb_tables()").fetchall()
    assert words == [("One row per post.",)]


@pytest.mark.parametrize("way", WAYS_OUT)
def test_no_statement_writes_or_leaves_the_file(connection, published, way):
    before = sorted(published.parent.iterdir())
    with pytest.raises(duckdb.Error):
        connection.execute(way.format(folder=published.parent)).fetchall()
    assert sorted(published.parent.iterdir()) == before


def test_the_server_is_pinned_opens_the_file_read_only_and_takes_these_settings():
    server = json.loads(CONFIGURATION.read_text())["mcpServers"]["communities"]["args"]
    assert "mcp-server-motherduck==1.1.0" in server
    assert not {"--read-write", "--allow-switch-databases"} & set(server)
    assert PROJECT / server[server.index("--init-sql") + 1] == SETTINGS


@pytest.mark.skipif("CMR_TEST_ASSISTANT" not in os.environ, reason="installs the server: opt-in")
def test_the_server_itself_answers_and_refuses(published):
    server = json.loads(CONFIGURATION.read_text())["mcpServers"]["communities"]
    arguments = [str(published) if one.endswith("marts.duckdb") else one for one in server["args"]]
    ways = [
        "select text from fct_posts",
        *(way.format(folder=published.parent) for way in WAYS_OUT),
    ]
    first, *refused = _asked([server["command"], *arguments], ways)
    assert "a post" in first
    assert [one for one in refused if '"success": false' not in one] == []
    assert not list(published.parent.glob("out*"))


def _asked(command: list[str], statements: list[str]) -> list[str]:
    """What the server answers to each statement, over its standard input and output."""
    with subprocess.Popen(
        command, cwd=PROJECT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as server:
        about = {"protocolVersion": "2025-06-18", "capabilities": {}}
        about["clientInfo"] = {"name": "test", "version": "1"}
        _call(server, 0, "initialize", about)
        print('{"jsonrpc": "2.0", "method": "notifications/initialized"}', file=server.stdin)
        answers = [
            _call(server, n, "tools/call", {"name": "execute_query", "arguments": {"sql": sql}})
            for n, sql in enumerate(statements, 1)
        ]
        server.terminate()
    return answers


def _call(server: subprocess.Popen, number: int, method: str, parameters: dict) -> str:
    asked = {"jsonrpc": "2.0", "id": number, "method": method, "params": parameters}
    print(json.dumps(asked), file=server.stdin, flush=True)
    while True:
        answer = json.loads(server.stdout.readline())
        if answer.get("id") == number:
            return answer["result"].get("content", [{"text": ""}])[0]["text"]
