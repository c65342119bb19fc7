"""A page in a headless Chromium, asked questions over its DevTools protocol."""

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from websockets.sync.client import connect

WAIT_SECONDS = 60


class Browser:
    """One page; it finds no host and draws in light or dark at any width."""

    def __init__(self, socket: Any, session: str) -> None:
        self._socket, self._session, self._last = socket, session, 0

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._last += 1
        request = {"id": self._last, "method": method, "params": parameters}
        self._socket.send(
            json.dumps(request | ({"sessionId": self._session} if self._session else {}))
        )
        while True:
            answer = json.loads(self._socket.recv(timeout=WAIT_SECONDS))
            if answer.get("id") == self._last:
                assert "error" not in answer, answer["error"]
                return answer["result"]

    def ask(self, script: str) -> Any:
        """The value of a JavaScript expression, awaited when it is a promise."""
        answer = self.call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def show(self, page: Path, mode: str, width: int) -> None:
        self.call(
            "Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": mode}]
        )
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=900,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        self.call("Page.navigate", url=page.as_uri())
        until = time.monotonic() + WAIT_SECONDS
        ready = (
            f"document.readyState === 'complete' && location.href === {json.dumps(page.as_uri())}"
        )
        while not self.ask(ready):
            assert time.monotonic() < until, "the page does not load"
            time.sleep(0.05)


@contextmanager
def browser(program: str) -> Iterator[Browser]:
    """A Chromium of its own, gone afterwards."""
    profile = tempfile.mkdtemp(prefix="cmr-axe-")
    flags = ["--headless", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--remote-debugging-port=0",
             "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", f"--user-data-dir={profile}"]  # fmt: skip
    flags += ["--no-sandbox"] if os.geteuid() == 0 else []
    process = subprocess.Popen(
        [program, *flags, "about:blank"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        port = _port(Path(profile) / "DevToolsActivePort")
        with urlopen(f"http://127.0.0.1:{port}/json/list", timeout=WAIT_SECONDS) as pages:
            page = next(p for p in json.load(pages) if p["type"] == "page")
        with connect(
            page["webSocketDebuggerUrl"], max_size=None, open_timeout=WAIT_SECONDS
        ) as socket:
            yield Browser(socket, "")
    finally:
        process.terminate()
        process.wait(WAIT_SECONDS)
        shutil.rmtree(profile, ignore_errors=True)


def _port(file: Path) -> int:
    until = time.monotonic() + WAIT_SECONDS
    while not (file.exists() and (text := file.read_text().split())):
        assert time.monotonic() < until, "the browser does not start"
        time.sleep(0.05)
    return int(text[0])
