"""A night that is late is said once, to whoever is named, and a mail server that is gone does not
hide it.
"""

import socket

from aiosmtpd.controller import Controller

from transforms import lake
from transforms.config.settings import settings
from transforms.operate.told import late_night


class Server:
    def __init__(self) -> None:
        self.taken: list[tuple[list[str], bytes]] = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.taken.append((envelope.rcpt_tos, envelope.content))
        return "250 taken"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_whoever_is_named_is_mailed_and_the_ledger_has_the_row(home, monkeypatch):
    port = free_port()
    monkeypatch.setenv("CMR_SMTP_URL", f"smtp://127.0.0.1:{port}")
    monkeypatch.setenv("CMR_ALERT_TO", "on.call@example.org")
    settings.cache_clear()
    server = Server()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    assert late_night.night_is_late(context={"dag_run": "any"}) == {"told": ["mail"]}
    controller.stop()
    assert [recipients for recipients, _ in server.taken] == [["on.call@example.org"]]
    assert b"Subject: The night is late" in server.taken[0][1]
    assert [(row["step"], row["status"]) for row in lake.read("ops/steps").to_pylist()] == [
        ("deadline", "success")
    ]


def test_a_mail_server_that_is_gone_does_not_hide_the_alert(home, monkeypatch, caplog):
    monkeypatch.setenv("CMR_SMTP_URL", f"smtp://cmr:a-secret-word@127.0.0.1:{free_port()}")
    monkeypatch.setenv("CMR_ALERT_TO", "on.call@example.org")
    settings.cache_clear()
    assert late_night.night_is_late() == {"told": []}
    assert "the night is late" in caplog.text
    assert "a-secret-word" not in caplog.text
    assert len(lake.names("ops/steps")) == 1


def test_without_an_address_the_log_and_the_ledger_say_it(home, caplog):
    assert late_night.night_is_late() == {"told": []}
    assert "the night is late" in caplog.text
