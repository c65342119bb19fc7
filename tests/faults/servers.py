"""Servers to break things with: an S3-compatible one, a proxy that answers 503 now and then, one
that hangs up.
"""

import http.client
import os
import random
import shutil
import socket
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import boto3

CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "made-up",
    "AWS_SECRET_ACCESS_KEY": "made-up-secret",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_RESPONSE_CHECKSUM_VALIDATION": "when_required",
    "AWS_REQUEST_CHECKSUM_CALCULATION": "when_required",
}
BUCKET = "community"
SLOW_DOWN = b"<?xml version='1.0'?><Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def s3(folder: Path) -> Iterator[str]:
    """The endpoint of an S3-compatible server with one empty bucket: rclone's where it is there,
    else moto's.
    """
    port = free_port()
    rclone = shutil.which("rclone", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    (folder / BUCKET).mkdir(parents=True)
    keys = f"{CREDENTIALS['AWS_ACCESS_KEY_ID']},{CREDENTIALS['AWS_SECRET_ACCESS_KEY']}"
    command = (
        [
            rclone,
            "serve",
            "s3",
            "--addr",
            f"127.0.0.1:{port}",
            "--auth-key",
            keys,
            "--vfs-cache-mode",
            "off",
            str(folder),
        ]
        if rclone
        else [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    )
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        endpoint = f"http://127.0.0.1:{port}"
        if not rclone:
            keys_of = {"aws_access_key_id": "made-up", "aws_secret_access_key": "made-up-secret"}
            boto3.client(
                "s3", endpoint_url=endpoint, region_name="us-east-1", **keys_of
            ).create_bucket(Bucket=BUCKET)
        yield endpoint
    finally:
        process.terminate()
        process.wait(30)


class _InThreads(socketserver.BaseServer):
    """A server that runs beside the test, for as long as it is asked to."""

    daemon_threads = True

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class Unsteady(_InThreads, ThreadingHTTPServer):
    """Passes requests on to `behind`, and answers a share of them with 503 SlowDown, as S3 does
    under load.
    """

    def __init__(self, behind: str, share: float, seed: int) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self.behind, self.share, self.dice = urlsplit(behind), share, random.Random(seed)
        self.requests = self.refused = 0
        self.endpoint = f"http://127.0.0.1:{self.server_address[1]}"


class _Passing(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Unsteady

    def _pass(self) -> None:
        server = self.server
        body = (
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if "chunked" not in str(self.headers.get("Transfer-Encoding"))
            else self._chunks()
        )
        server.requests += 1
        if server.dice.random() < server.share:
            server.refused += 1
            self._answer(503, [("Content-Type", "application/xml")], SLOW_DOWN)
            return
        onward = http.client.HTTPConnection(server.behind.netloc, timeout=60)
        headers = {
            name: value
            for name, value in self.headers.items()
            if name.lower() != "transfer-encoding"
        }
        onward.request(
            self.command, self.path, body or None, headers
        )  # Host stays as it was signed
        answer = onward.getresponse()
        content = answer.read()
        kept = [
            (n, v)
            for n, v in answer.getheaders()
            if n.lower() not in ("transfer-encoding", "connection")
        ]
        self._answer(answer.status, kept, content)
        onward.close()

    def _chunks(self) -> bytes:
        found = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            found += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return found

    def _answer(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() != "content-length" or self.command == "HEAD":
                self.send_header(name, value)
        if self.command != "HEAD":
            self.send_header("Content-Length", str(len(content)))
        elif status == 503:
            self.send_header("Content-Length", "0")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = _pass  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: thousands of requests."""


class HangingUp(_InThreads, socketserver.ThreadingTCPServer):
    """Passes a TCP connection on to `port` and cuts it once `after` bytes have come from the
    client.
    """

    allow_reuse_address = True

    def __init__(self, port: int, after: int) -> None:
        super().__init__(("127.0.0.1", 0), _Cut)
        self.behind, self.after, self.passed = port, after, 0


class _Cut(socketserver.BaseRequestHandler):
    server: HangingUp

    def handle(self) -> None:
        with socket.create_connection(("127.0.0.1", self.server.behind)) as onward:
            threading.Thread(target=self._back, args=(onward,), daemon=True).start()
            while data := self.request.recv(4096):
                self.server.passed += len(data)
                if self.server.passed > self.server.after:
                    self.request.shutdown(socket.SHUT_RDWR)
                    return
                onward.sendall(data)

    def _back(self, onward: socket.socket) -> None:
        try:
            while data := onward.recv(65536):
                self.request.sendall(data)
        except OSError:
            return
