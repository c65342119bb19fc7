"""One network source at full length: a server on loopback with X's paging, and the pull of all it
has into the lake.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

PAGE = 100
BRAND = {
    "id": "1",
    "username": "bench_brand",
    "public_metrics": {"followers_count": 9_000, "tweet_count": 0},
}
COMMUNITY = """name: bench_network
industry: airlines
language: en
timezone: Europe/Paris
accounts: [bench_brand]
sources: [{network: x, handle: bench_brand, request_budget: 1000000}]
"""


def pull_all(folder: Path, posts: int) -> int:
    """Pull `posts` mentions of a brand, a hundred a page, through the door into a lake of its own;
    returns the rows.
    """
    (folder / "network").mkdir(parents=True)
    (folder / "network" / "bench_network.yml").write_text(COMMUNITY)
    os.environ |= {"CMR_HOME": str(folder / "var"), "CMR_COMMUNITIES": str(folder / "network")}
    with _server(posts) as address:
        os.environ["CMR_X"] = json.dumps({"token": "bench", "host": address})
        from transforms import lake
        from transforms.extract import run

        lake.initialise()
        rows: int = run.extract_night("bench_network", 0, None)["rows"]
    if rows != posts:
        raise RuntimeError(f"{rows} of {posts} posts landed")
    return rows


@contextmanager
def _server(posts: int) -> Iterator[str]:
    """The address of the server; it is another process, so that its time and memory are not the
    pull's.
    """
    ours, theirs = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=_serve, args=(posts, theirs), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{ours.recv()}"
    finally:
        process.terminate()
        process.join()


def _serve(posts: int, parent: Connection) -> None:
    newest = datetime.now(UTC) - timedelta(hours=1)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            content = json.dumps(_answer(parts.path, parse_qs(parts.query), posts, newest)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    parent.send(server.server_port)
    server.serve_forever()


def _answer(path: str, query: dict[str, list[str]], posts: int, newest: datetime) -> dict[str, Any]:
    if path.startswith("/2/users/by/username/"):
        return {"data": BRAND}
    if not path.endswith("/mentions"):
        return {"meta": {"result_count": 0}}
    start = int(query.get("pagination_token", ["0"])[0])
    numbers = range(start, min(start + PAGE, posts))
    authors = {number % 5_000 for number in numbers}
    following = {"next_token": str(start + PAGE)} if start + PAGE < posts else {}
    return {
        "data": [_post(number, newest - timedelta(seconds=number)) for number in numbers],
        "includes": {"users": [_author(one) for one in sorted(authors)]},
        "meta": {"result_count": len(numbers)} | following,
    }


def _post(number: int, at: datetime) -> dict[str, Any]:
    counts = {
        "retweet_count": 1,
        "reply_count": number % 7,
        "like_count": number % 90,
        "quote_count": 0,
    }
    return {
        "id": str(10_000_000 + number),
        "text": f"@bench_brand flight {number} is late again, @someone_{number % 50} says. Why? https://example.org/{number}",
        "author_id": str(500_000 + number % 5_000),
        "created_at": at.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "lang": "en",
        "public_metrics": counts | {"impression_count": number % 900},
        "entities": {"mentions": [{"start": 0, "end": 12, "username": "bench_brand", "id": "1"}]},
        "reply_settings": "everyone",
        "edit_history_tweet_ids": [str(10_000_000 + number)],
    }


def _author(number: int) -> dict[str, Any]:
    metrics = {"followers_count": number, "following_count": 10, "tweet_count": 99}
    return {
        "id": str(500_000 + number),
        "username": f"someone_{number}",
        "name": "Some One",
        "public_metrics": metrics,
    }
