"""A community that listens to one network, and what staging makes of what landed."""

import gzip
import json
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import duckdb
import pytest

from transforms import lake
from transforms.config.settings import PROJECT, settings
from transforms.extract import run

COMMUNITY = """
name: {name}
industry: airlines
language: en
timezone: Europe/Paris
retention_days: 9000
accounts: {accounts}
sources:
  - {source}
"""


class Ear:
    """One source of one community: pull it, and read what is in the lake."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.network = folder, ""
        (folder / "communities").mkdir(parents=True)

    def listens_to(self, source: str, accounts: list[str]) -> None:
        found = re.search(r"network: (\w+)", source)
        assert found
        self.network = found[1]
        text = COMMUNITY.format(name="brand", accounts=accounts, source=source)
        (self.folder / "communities" / "brand.yml").write_text(text)

    def pull(self, night: str = "2025-06-30") -> dict:
        return run.extract_night("brand", 0, night)

    @property
    def raw(self) -> list[dict]:
        rows = lake.read(f"raw/{self.network}").sort_by(
            [("_dlt_load_id", "ascending"), ("line", "ascending")]
        )
        return rows.to_pylist()

    @property
    def staged(self) -> list[dict]:
        """Every version in the columns that all networks share, made by the staging model itself."""
        model = (
            PROJECT / "dbt" / "models" / "staging" / self.network / f"stg_{self.network}__posts.sql"
        )
        table = (
            f"read_parquet('{lake.root()}/raw/{self.network}/**/*.parquet', union_by_name = true)"
        )
        sql = re.sub(r"\{\{ source\([^)]*\) \}\}", table, model.read_text())
        connection = duckdb.connect()
        connection.execute("set timezone = 'UTC'")
        return (
            connection.execute(f"from ({sql}) order by load_id, line").to_arrow_table().to_pylist()
        )

    @property
    def current(self) -> dict[str, dict]:
        """The latest version of each post that is not deleted, by its text."""
        gone = {row["post_id"] for row in self.staged if row["is_deleted"]}
        return {
            row["text"]: row
            for row in {r["post_id"]: r for r in self.staged}.values()
            if row["post_id"] not in gone
        }

    def written(self, home: Path) -> bytes:
        """Every byte that a pull wrote, Parquet files decoded as well."""
        files = [path.read_bytes() for path in home.rglob("*") if path.is_file()]
        tables = [
            str(lake.read(folder).to_pylist()).encode()
            for folder in (f"raw/{self.network}", "sources")
        ]
        return b"\n".join(files + tables)


@pytest.fixture
def ear(tmp_path, home, monkeypatch) -> Ear:
    monkeypatch.setenv("CMR_COMMUNITIES", str(tmp_path / "communities"))
    settings.cache_clear()
    lake.initialise()
    return Ear(tmp_path)


class Recording:
    """A server on loopback that answers from recordings: `on(path, answer)`, where answer takes the
    query's values.

    An answer is a body, or (status, body), or (status, headers, body). What nobody answers is 404.
    """

    def __init__(self) -> None:
        self.answers: dict[str, Callable[[dict[str, str]], Any]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.headers: list[dict[str, str]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path, _, query = self.path.partition("?")
                outer.reply(
                    self, path, {name: ",".join(values) for name, values in parse_qs(query).items()}
                )

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                outer.reply(
                    self, self.path.partition("?")[0], {k: v[0] for k, v in parse_qs(body).items()}
                )

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def on(self, path: str, answer: Any) -> None:
        self.answers[path] = answer if callable(answer) else lambda _: answer

    def reply(self, handler: BaseHTTPRequestHandler, path: str, query: dict[str, str]) -> None:
        self.asked.append((path, query))
        self.headers.append(dict(handler.headers))
        found = next(
            (answer for pattern, answer in self.answers.items() if re.fullmatch(pattern, path)),
            None,
        )
        answer = found(query) if found else (404, {"error": "no such thing"})
        parts = answer if isinstance(answer, tuple) else (200, answer)
        status, headers, body = parts if len(parts) == 3 else (parts[0], {}, parts[1])
        content = json.dumps(body).encode()
        handler.send_response(status)
        for name, value in (
            {"Content-Type": "application/json", "Content-Length": str(len(content))} | headers
        ).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)

    def times(self, path: str) -> int:
        return sum(1 for asked, _ in self.asked if re.fullmatch(path, asked))


@pytest.fixture
def recording() -> Iterator[Recording]:
    one = Recording()
    yield one
    one.http.shutdown()


@pytest.fixture
def recorded(shared_data) -> Callable[[str], Any]:
    """A recorded payload by its path under api_fixtures."""

    def read(path: str) -> Any:
        file = shared_data / "api_fixtures" / path
        return json.loads(gzip.open(file).read() if file.suffix == ".gz" else file.read_bytes())

    return read
