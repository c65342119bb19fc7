"""A server on loopback that answers what networks were recorded to answer."""

import gzip
import json
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest


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
