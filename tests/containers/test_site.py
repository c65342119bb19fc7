"""The pages behind a real nginx with the configuration that ships: a password for each community."""

import base64
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.end_to_end.conftest import PROJECT

SITE = PROJECT / "docker" / "site"
COMMAND = "printf 'reader:%s\\n' \"$(openssl passwd -6)\" > aeria"
"""As docs/site.md gives it."""
Get = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Get]:
    """Two communities with a password and one without, behind nginx; asks for a path as a reader."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if not program or not shutil.which("openssl"):
        pytest.skip("no nginx (or no openssl) on this machine")
    folder, port = tmp_path_factory.mktemp("served"), _free_port()
    for name in ("aeria", "fibra", "gazette"):
        (folder / "pages" / name / "en").mkdir(parents=True)
        (folder / "pages" / name / "en" / "index.html").write_text(f"<p>The nights of {name}")
        (folder / "pages" / name / "en" / ".nights.json").write_text(f"{name}'s")
    (folder / "pages" / ".mails.json").write_text("everybody's")
    (folder / "passwords").mkdir()
    for name in ("aeria", "fibra"):
        told = COMMAND.removesuffix("aeria").replace("passwd -6", f"passwd -6 {name}-secret") + name
        subprocess.run(["bash", "-c", told], check=True, cwd=folder / "passwords")
    text, listens = re.subn("listen 8080;", f"listen 127.0.0.1:{port};", _configuration())
    (folder / "nginx.conf").write_text(text.replace("/tmp/", f"{folder}/"))
    assert listens == 1
    own = ["-g", "user root;"] if os.getuid() == 0 else []
    server = subprocess.Popen([program, "-p", str(folder), "-c", "nginx.conf", *own])
    try:
        while server.poll() is None and not _answers(port):
            time.sleep(0.05)
        assert server.returncode is None

        def get(path: str, name: str = "", password: str = "") -> tuple[int, str]:
            return _get(f"http://127.0.0.1:{port}{path}", name, password)

        yield get
    finally:
        server.terminate()
        server.wait(60)


def _configuration() -> str:
    return (SITE / "nginx.conf").read_text(encoding="utf-8")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _answers(port: int) -> bool:
    try:
        return _get(f"http://127.0.0.1:{port}/health")[0] == 204
    except OSError:
        return False


def _get(address: str, name: str = "", password: str = "") -> tuple[int, str]:
    """Status and text of an answer, with a password where one is given."""
    request = urllib.request.Request(address)
    if password:
        pair = base64.b64encode(f"{name}:{password}".encode()).decode()
        request.add_header("Authorization", f"Basic {pair}")
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def test_a_reader_with_the_community_s_password_sees_its_pages(served):
    status, page = served("/aeria/en/index.html", "reader", "aeria-secret")
    assert (status, page) == (200, "<p>The nights of aeria")


@pytest.mark.parametrize("password", ["", "wrong", "fibra-secret"])
def test_without_it_or_with_another_community_s_nobody_sees_them(served, password):
    status, page = served("/aeria/en/index.html", "reader", password)
    assert status == 401
    assert "nights" not in page


def test_a_community_without_a_file_of_passwords_is_closed_to_everybody(served):
    for password in ("", "aeria-secret"):
        assert served("/gazette/en/index.html", "reader", password)[0] in (401, 403)


@pytest.mark.parametrize(
    "path", ["/aeria/../fibra/en/index.html", "/aeria/%2e%2e/fibra/en/index.html",
             "/aeria/en/..%2f..%2ffibra/en/index.html", "//fibra/en/index.html"]
)  # fmt: skip
def test_no_way_leads_from_one_community_s_pages_to_another_s(served, path):
    status, page = served(path, "reader", "aeria-secret")
    assert status in (400, 401, 404)
    assert "nights" not in page


def test_what_the_product_remembers_and_the_list_of_communities_is_shown_to_nobody(served):
    for path in ("/.mails.json", "/aeria/en/.nights.json", "/", "/aeria/"):
        status, page = served(path, "reader", "aeria-secret")
        assert status in (403, 404), path
        assert "'s" not in page


def test_the_command_that_makes_a_password_is_documented():
    assert COMMAND in (PROJECT / "docs" / "site.md").read_text(encoding="utf-8")


def test_no_password_is_ever_committed():
    known = subprocess.run(
        ["git", "-C", str(PROJECT), "ls-files", "docker/site/passwords"], capture_output=True, text=True
    )  # fmt: skip
    if known.returncode:
        pytest.skip("no git checkout")
    assert [Path(path).name for path in known.stdout.split()] == [".gitignore"]
