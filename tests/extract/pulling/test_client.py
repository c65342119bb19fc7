"""The polite client against a server of bad manners."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from transforms.config.errors import BadInput
from transforms.extract.pulling import client as clients
from transforms.extract.pulling.client import BudgetSpent, Client, Refused, Unwell, words

FINE = (200, {}, json.dumps({"fine": True}).encode())


class Server:
    """Answers with the script's lines in order, then well for ever."""

    def __init__(self) -> None:
        self.script: list[tuple] = []
        self.asked = 0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked += 1
                status, headers, body = outer.script.pop(0) if outer.script else FINE
                if status == "stall":
                    time.sleep(body)
                    status, headers, body = FINE
                self.send_response_only(status)  # no Date of its own
                for name, value in headers.items():
                    self.send_header(name, value)
                if "Content-Length" not in headers:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                if headers.get("Content-Length"):
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server()
    yield one
    one.http.shutdown()


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def client(server, slept) -> Client:
    return Client(server.url, "ours", budget=50, sleep=slept.append)


TROUBLES = {
    "429 with seconds": ([(429, {"Retry-After": "7"}, b"{}")], 7, 7),
    "429 without a word": ([(429, {}, b"{}")], 0.7, 1.3),
    "429 with a date": (
        [
            (
                429,
                {
                    "Date": "Mon, 01 Jan 2024 00:00:00 GMT",
                    "Retry-After": "Mon, 01 Jan 2024 00:00:09 GMT",
                },
                b"{}",
            )
        ],
        9,
        9,
    ),
    "503 once": ([(503, {}, b"<html>busy</html>")], 0.7, 1.3),
    "a burst of 500": ([(500, {}, b"")] * 4, 10, 20),
    "an empty answer": ([(200, {}, b"")], 0.7, 1.3),
    "half an answer": ([(200, {}, b'{"fine": tr')], 0.7, 1.3),
    "a body shorter than announced": (
        [(200, {"Content-Length": "100"}, b'{"fine": true}')],
        0.7,
        1.3,
    ),
}


@pytest.mark.parametrize(("script", "low", "high"), TROUBLES.values(), ids=TROUBLES)
def test_trouble_is_waited_out(server, client, slept, script, low, high):
    # dates of the server count by its own clock, however wrong that is
    server.script = list(script)
    assert client.get("/x").body == {"fine": True}
    assert low <= sum(slept) <= high


def test_a_server_that_stalls_is_asked_again(server, client, monkeypatch):
    monkeypatch.setattr(clients, "READ_SECONDS", 0.3)
    server.script = [("stall", {}, 1.0)]
    assert client.get("/x").body == {"fine": True}


def test_an_answer_that_trickles_is_given_up_and_asked_again(server, client, monkeypatch):
    monkeypatch.setattr(clients, "LONGEST_ANSWER", -1.0)
    with pytest.raises(Unwell, match="no answer in time, 5 times"):
        client.get("/x")


def test_an_answer_that_never_ends_is_not_read_into_memory(server, client, monkeypatch):
    monkeypatch.setattr(clients, "LONGEST_BODY", 100_000)
    server.script = [(200, {}, b" " * 1_000_000)]
    with pytest.raises(Unwell, match="connection 'ours': an answer of more than 100,000 bytes"):
        client.get("/x")
    assert server.asked == 1


def test_a_clients_repr_shows_no_credentials(server):
    client = Client(
        server.url,
        "ours",
        budget=1,
        headers={"authorization": "Bearer hush-hush"},
        secrets=("hush-hush",),
    )
    assert "hush" not in repr(client)


def test_an_empty_rate_window_is_waited_for_before_the_next_request(server, client, slept):
    server.script = [(200, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "12"}, b"{}")]
    client.get("/x")
    assert slept == []
    client.get("/x")
    assert 11 < slept[0] <= 12


def test_a_server_that_stays_unwell_ends_the_visit_with_its_name(server, client):
    server.script = [(500, {}, b"")] * 9
    with pytest.raises(Unwell, match=r"connection 'ours': /x: 500 .*5 times"):
        client.get("/x")
    assert server.asked == 5


def test_a_wait_of_hours_is_left_to_a_later_try(server, client, slept):
    server.script = [(429, {"Retry-After": "7200"}, b"{}")]
    with pytest.raises(Unwell, match="120 minutes"):
        client.get("/x")
    assert slept == []


def test_a_network_that_makes_us_wait_again_and_again_does_not_hold_the_night(
    server, client, slept
):
    server.script = [(429, {"Retry-After": "800"}, b"{}"), FINE] * 20
    for _ in range(6):
        client.get("/x")
    with pytest.raises(BudgetSpent, match="made us wait 90 minutes; the rest comes the next night"):
        client.get("/x")
    assert sum(slept) == 800 * 6


@pytest.mark.parametrize(
    ("status", "cure"), [(401, "renew"), (403, "grant"), (404, "handle"), (400, "handle")]
)
def test_a_refusal_has_the_networks_words_and_the_cure_and_is_not_repeated(
    server, client, status, cure
):
    server.script = [(status, {}, b'{"error": "Nope", "message": "because"}')]
    with pytest.raises(Refused, match=f"connection 'ours': /x: {status}: Nope: because; .*{cure}"):
        client.get("/x")
    assert server.asked == 1


def test_a_redirect_is_not_followed_because_another_host_must_not_see_the_credentials(
    server, client
):
    server.script = [(302, {"Location": f"{server.url}/elsewhere"}, b"")]
    with pytest.raises(Refused, match=r"302: .*connection's host"):
        client.get("/x")
    assert server.asked == 1


def test_credentials_are_never_sent_in_the_clear(slept):
    with pytest.raises(BadInput, match="asked over http; write https"):
        Client("http://social.example", "ours", budget=50, sleep=slept.append).get("/x")


def test_a_refusal_without_json_is_a_refusal_too(server, client):
    server.script = [(403, {}, b"<html>no</html>")]
    with pytest.raises(Refused, match="no words"):
        client.get("/x")


def test_nothing_is_asked_beyond_the_budget(server, slept):
    client = Client(server.url, "ours", budget=2, sleep=slept.append)
    client.get("/x"), client.get("/x")
    with pytest.raises(BudgetSpent):
        client.get("/x")
    assert server.asked == 2


def test_a_server_that_is_not_there_is_unwell(slept):
    with pytest.raises(Unwell, match="connection broke"):
        Client("http://127.0.0.1:9", "ours", budget=50, sleep=slept.append).get("/x")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"error": {"message": "Bad token", "type": "OAuthException", "code": 190}}, "Bad token"),
        (
            {"error": {"errors": [{"reason": "quotaExceeded"}], "message": "quota"}},
            "quotaExceeded: quota",
        ),
        ({"title": "Unauthorized", "detail": "Unauthorized", "status": 401}, "Unauthorized"),
        ({"errors": [{"message": "Bad", "code": 1}]}, "Bad"),
        ({"message": "Forbidden", "error": 403}, "Forbidden"),
        (["odd"], "no words"),
        (None, "no words"),
    ],
)
def test_every_networks_words_are_found(body, expected):
    assert words(body) == expected
