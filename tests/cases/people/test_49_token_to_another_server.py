"""A token is sent to the server it was made for, and to no other."""

import json
from collections.abc import Mapping

import pytest

from tests.extract.every_network.server import Server
from tests.extract.every_network.troubles import Reply, well
from transforms.config.settings import settings
from transforms.extract import run

COMMUNITY = """
name: {name}
industry: telecom
language: fr
timezone: Europe/Paris
accounts: [brand]
sources: [{{network: mastodon, handle: brand, instance: "{server}"{more}}}]
"""


class _Instance(Server):
    """A server with one account and no posts that writes down what it was sent."""

    def __init__(self) -> None:
        self.tokens: list[str | None] = []
        super().__init__()

    def answer(self, path: str, _: dict[str, str], headers: Mapping[str, str]) -> Reply:
        self.tokens.append(headers.get("authorization"))
        return well({"id": "1", "acct": "brand"} if "lookup" in path else [])


@pytest.fixture
def servers(folder):
    pair = _Instance(), _Instance()
    yield pair
    for one in pair:
        one.stop()


def _begin(name: str, server: str, more: str = "") -> None:
    (settings().communities / f"{name}.yml").write_text(
        COMMUNITY.format(name=name, server=server, more=more)
    )


@pytest.mark.parametrize("says_host", [True, False])
def test_the_second_servers_community_is_read_without_the_firsts_token(
    servers, monkeypatch, says_host
):
    a, b = servers
    held = {"token": "secret-of-a"} | ({"host": a.url} if says_host else {})
    monkeypatch.setenv("CMR_MASTODON", json.dumps(held))
    _begin("one", a.url)
    _begin("two", b.url)
    told = run.extract_night("two", 0, "2025-06-17")["message"]
    assert set(b.tokens) == {None}
    assert f"no token for {b.url[7:]}: make the connection mastodon_127" in told
    assert "secret" not in told
    run.extract_night("one", 0, "2025-06-17")
    assert set(a.tokens) == ({"Bearer secret-of-a"} if says_host else {None})


def test_a_connection_of_its_own_and_a_server_alone_have_their_token(servers, monkeypatch):
    a, b = servers
    monkeypatch.setenv("CMR_MASTODON", json.dumps({"token": "secret-of-a"}))
    monkeypatch.setenv("CMR_MASTODON_B", json.dumps({"token": "secret-of-b", "host": b.url}))
    _begin("one", a.url)
    _begin("two", b.url, ", connection: mastodon_b")
    for name in ("one", "two"):
        run.extract_night(name, 0, "2025-06-17")
    assert (set(a.tokens), set(b.tokens)) == ({"Bearer secret-of-a"}, {"Bearer secret-of-b"})
