"""From the queue to a mail server or the outbox: once per recipient and night, whatever happens."""

import re
import socket
import threading
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tests.report import nights
from tests.report.delivery.troubles import refusals
from transforms.config.settings import settings
from transforms.report import run
from transforms.report.delivery import queue, send
from transforms.report.mail import message, pdf

MORNING = datetime(2026, 6, 17, 6, 0, tzinfo=UTC)
"""08:00 in Paris on the day after the night."""


class Server:
    """A mail server that keeps what it takes, and refuses or puts off whom it is told to."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []
        self.refused: dict[str, str] = {}
        self.drop_after_data = 0

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.taken.append((envelope.rcpt_tos[0], envelope.content))
        if self.drop_after_data:
            self.drop_after_data -= 1
            server.transport.abort()
        return "250 taken"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server():
    handler = Server()
    handler.port = free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port)
    controller.start()
    yield handler
    controller.stop()


@pytest.fixture
def smtp(server, monkeypatch):
    monkeypatch.setenv("CMR_SMTP_URL", f"smtp://127.0.0.1:{server.port}")
    settings.cache_clear()
    return server


def render_all() -> list[dict]:
    return [run.render_recipient(recipient, {}) for recipient in run.list_recipients()]


@pytest.fixture
def one_mail(published, community):
    published(("free", "crisis"))
    community("free", "cm@example.org")
    render_all()


def test_a_mail_waits_for_the_recipients_own_hour(one_mail, smtp):
    assert send.send_due(MORNING - timedelta(minutes=1))["sent"] == 0
    assert send.send_due(MORNING)["sent"] == 1
    assert [to for to, _ in smtp.taken] == ["cm@example.org"]


def test_a_night_rendered_and_sent_again_brings_no_second_mail(one_mail, smtp):
    for _ in range(3):
        send.send_due(MORNING)
        assert {r["state"] for r in render_all()} == {"sent"}
    assert len(smtp.taken) == 1


def test_an_open_intent_is_sent_again_under_the_same_message_id(one_mail, smtp):
    smtp.drop_after_data = 1
    assert send.send_due(MORNING)["put_off"] == 1
    assert send.send_due(MORNING)["sent"] == 1
    ids = {message_from_bytes(content)["Message-ID"] for _, content in smtp.taken}
    assert len(smtp.taken) == 2
    assert len(ids) == 1


def test_a_sender_that_died_after_its_intent_is_followed_by_one_that_sends(one_mail, smtp):
    (waiting,) = queue.due(MORNING)
    queue.intend(waiting)
    assert {r["state"] for r in render_all()} == {"intent"}
    assert send.send_due(MORNING - timedelta(hours=5))["sent"] == 1


def test_the_intent_is_committed_before_the_server_hears_of_the_mail(one_mail, smtp, monkeypatch):
    seen = []
    original = Server.handle_RCPT

    async def watch(self, *arguments):
        seen.append(queue.counts())
        return await original(self, *arguments)

    monkeypatch.setattr(Server, "handle_RCPT", watch)
    send.send_due(MORNING)
    assert seen == [{"intent": 1}]
    assert queue.counts() == {"sent": 1}


def test_a_refusal_is_recorded_and_the_others_are_still_sent(published, community, smtp):
    published(("free", "calm"))
    community("free", "gone@example.org", "cm@example.org", "late@example.org")
    render_all()
    smtp.refused = {
        "gone@example.org": "550 5.1.1 no such user",
        "late@example.org": "451 4.7.1 greylisted",
    }
    assert send.send_due(MORNING) | {"waiting": 1} == {
        "sent": 1,
        "refused": 1,
        "put_off": 1,
        "waiting": 1,
    }
    assert refusals.reasons() == ["550 5.1.1 no such user"]
    smtp.refused = {}
    assert send.send_due(MORNING)["sent"] == 1
    assert sorted(to for to, _ in smtp.taken) == ["cm@example.org", "late@example.org"]


@pytest.mark.parametrize("tried", [False, True], ids=["queued", "open intent"])
def test_who_left_after_the_night_gets_nothing_more(published, community, smtp, tried):
    published(("free", "calm"))
    community("free", "Gone@example.org", "cm@example.org")
    render_all()
    for message_id in queue.due(MORNING) if tried else []:
        queue.intend(message_id)
    community("free", "cm@example.org")
    outcome = send.send_due(MORNING)
    assert (outcome["sent"], outcome["withdrawn"], outcome["waiting"]) == (1, 1, 0)
    assert [to for to, _ in smtp.taken] == ["cm@example.org"]
    assert queue.counts() == {"sent": 1, "withdrawn": 1}


def test_who_comes_back_before_their_hour_gets_the_mail(published, community, smtp):
    published(("free", "calm"))
    community("free", "cm@example.org")
    render_all()
    community("free", "else@example.org")
    assert send.send_due(MORNING - timedelta(hours=5))["withdrawn"] == 1
    community("free", "cm@example.org")
    assert [r["state"] for r in render_all()] == ["queued"]
    assert send.send_due(MORNING)["sent"] == 1


@pytest.mark.parametrize(
    "broken", ["recipients: [{email: CM@example.org}", "email: cm@example.org\nname: 3\n"]
)
def test_a_file_that_breaks_after_the_night_withdraws_nobody_it_names(
    one_mail, community, tmp_path, smtp, broken
):
    community("else", "else@example.org")
    (tmp_path / "communities" / "free.yml").write_text(broken)
    assert send.send_due(MORNING)["sent"] == 1


def test_a_folder_without_files_withdraws_nobody(one_mail, tmp_path, smtp):
    (tmp_path / "communities" / "free.yml").unlink()
    assert send.send_due(MORNING)["sent"] == 1


def test_a_server_that_cannot_be_reached_loses_nothing(one_mail, monkeypatch):
    monkeypatch.setenv("CMR_SMTP_URL", "smtp://127.0.0.1:1")
    settings.cache_clear()
    outcome = send.send_due(MORNING)
    assert "127.0.0.1:1" in outcome["unreachable"]
    assert outcome["waiting"] == 1
    assert queue.counts() == {"queued": 1}


def test_only_one_process_sends_at_a_time(one_mail, smtp):
    with queue.sole_sender() as alone:
        assert alone
        outcome = []
        other = threading.Thread(target=lambda: outcome.append(send.send_due(MORNING)))
        other.start()
        other.join()
    assert outcome[0]["busy"]
    assert not smtp.taken


def test_credentials_go_to_the_server(one_mail, server, monkeypatch):
    asked = []

    def check(server, session, envelope, mechanism, data):
        asked.append((data.login, data.password))
        return AuthResult(success=True)

    port = free_port()
    controller = Controller(
        server, hostname="127.0.0.1", port=port, authenticator=check, auth_require_tls=False
    )
    controller.start()
    try:
        assert send.send_due(MORNING, f"smtp://cm%40host:p%3Aw%2F@127.0.0.1:{port}")["sent"] == 1
    finally:
        controller.stop()
    assert asked == [(b"cm@host", b"p:w/")]


def test_without_a_server_mails_become_files_once(one_mail, cmr):
    assert send.flush_outbox()["sent"] == 1
    render_all()
    assert send.flush_outbox()["sent"] == 0
    files = sorted(p.name for p in settings().outbox.iterdir())
    assert [re.sub(r"[0-9a-f]{16}", "HASH", f) for f in files] == [
        "2026-06-16-HASH.eml",
        "2026-06-16-HASH.html",
    ]


def test_parts_encodings_and_headers_survive_the_journey(one_mail, smtp):
    send.send_due(MORNING)
    raw = smtp.taken[0][1]
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert len(raw) <= 400_000
    mail = message_from_bytes(raw, policy=default)
    assert mail["Subject"] == "Free\u00a0: de la confiance à la colère (Panne et coupure)"
    assert mail["From"] == "Community Manager Reloaded <reports@cmr.example>"
    assert (mail["To"], mail["Reply-To"]) == ("cm@example.org", "answers@cmr.example")
    assert (
        mail["Message-ID"] == f"<{queue.message_key('cm@example.org', nights.NIGHT)}@cmr.example>"
    )
    assert mail["Date"].datetime == MORNING
    assert mail["List-Unsubscribe"].startswith("<mailto:answers@cmr.example?subject=")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert [p.get_content_type() for p in mail.walk() if p.is_multipart()] == [
        "multipart/alternative",
        "multipart/related",
    ]
    text, html = mail.get_body(("plain",)).get_content(), mail.get_body(("html",)).get_content()
    assert "ça m'aiderait 🙏" in text
    assert "ça m&#39;aiderait 🙏" in html
    ids = {
        str(p["Content-ID"]).strip("<>") for p in mail.walk() if p.get_content_maintype() == "image"
    }
    assert ids == set(re.findall(r'src="cid:([^"]+)"', html))
    assert all(
        p.get_content().startswith(b"\x89PNG")
        for p in mail.walk()
        if p.get_content_maintype() == "image"
    )


def test_one_address_in_several_files_gets_one_mail_with_its_communities_only(
    published, community, smtp
):
    published(("free", "crisis"), ("orange", "calm"), ("bouygues", "calm"))
    community("free", "cm@example.org")
    community("orange", "CM@example.org", "other@example.org")
    community("bouygues", "other@example.org")
    assert len(run.list_recipients()) == 2
    render_all()
    send.send_due(MORNING)
    mails = {to.lower(): message_from_bytes(content, policy=default) for to, content in smtp.taken}
    assert len(smtp.taken) == 2
    mine = mails["cm@example.org"].get_body(("html",)).get_content()
    assert "Free" in mine
    assert "Orange" in mine
    assert "Bouygues" not in mine
    assert mails["cm@example.org"]["Subject"].endswith("et 1 autre communauté")
    theirs = mails["other@example.org"].get_body(("plain",)).get_content()
    assert "Panne réseau" not in theirs
    assert "312" not in theirs


def test_only_the_sections_that_were_asked_for_are_there(published, community):
    published(("free", "crisis"))
    community("free", "cm@example.org", recipient={"sections": ["people"]})
    part = run._parts("cm@example.org", {})[0]
    html = run.render.render([part], "fr", "cm@example.org").html
    assert "À qui répondre" in html
    assert "Que dire maintenant" not in html
    assert "Le climat" not in html


def test_an_earlier_night_is_archived_and_mailed_to_nobody(published, community, cmr):
    published(("free", "calm"))
    community("free", "cm@example.org")
    early = nights.NIGHT - timedelta(days=5)
    assert run.render_recipient("cm@example.org", {"free": early})["state"] == "archived"
    assert queue.due(datetime(2100, 1, 1, tzinfo=UTC)) == []
    (page,) = (settings().archive / early.isoformat()).glob("*.html")
    assert "Rapport d’archive" in page.read_text()


def test_past_nights_of_old_files_are_due_at_once(one_mail):
    assert len(queue.due(datetime(2026, 11, 23, tzinfo=UTC))) == 1


def test_a_recipient_is_mapped_by_a_keyed_hash_and_never_by_address(published, community, cmr):
    published(("free", "calm"))
    community("free", "cm@example.org")
    (recipient,) = run.list_recipients()
    assert re.fullmatch(r"[0-9a-f]{16}", recipient)
    run.render_recipient(recipient, {})
    assert "cm@example.org" not in (cmr / "ops" / "steps.jsonl").read_text()


def test_without_a_published_file_nobody_is_mailed_nonsense(community, cmr):
    community("free", "cm@example.org")
    assert run.render_recipient("cm@example.org", {"free": date(2026, 6, 16)})["state"] == "queued"
    send.flush_outbox()
    (page,) = settings().outbox.glob("*.html")
    assert "Personne n’a encore écrit ici" in page.read_text()


@pytest.mark.parametrize(
    ("address", "reply_to", "expected"),
    [
        ("Reports <r@a.example>", "", "r@a.example"),
        ("Reports <r@a.example>", "Desk <d@b.example>", "d@b.example"),
    ],
)
def test_answers_go_to_reply_to_and_else_to_the_sender(address, reply_to, expected):
    assert message.unsubscribe_address(address, reply_to) == expected


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        (
            {"host": "h", "port": 465, "login": "a@b", "password": "p/w"},
            "smtps://a%40b:p%2Fw@h:465",
        ),
        ({"host": "h", "port": 587, "login": "", "password": ""}, "smtp://h:587"),
        (
            {
                "host": "h",
                "port": None,
                "login": "u",
                "password": "p",
                "extra_dejson": {"disable_ssl": True},
            },
            "smtp://u:p@h:587",
        ),
        (
            {
                "host": "h",
                "port": 25,
                "login": "",
                "password": "",
                "extra_dejson": {"disable_tls": True},
            },
            "smtp://h:25?tls=none",
        ),
    ],
)
def test_an_airflow_connection_becomes_a_url(fields, url):
    assert send.connection_url(type("Connection", (), fields)()) == url


def test_a_pdf_goes_with_the_mail_of_those_who_asked(published, community, absent, smtp):
    if pdf.browser() is None:
        absent("no chromium (apt-get install chromium)")
    published(("free", "crisis"))
    community("free", "cm@example.org", recipient={"pdf": True})
    render_all()
    send.send_due(MORNING)
    mail = message_from_bytes(smtp.taken[0][1], policy=default)
    (paper,) = mail.iter_attachments()
    assert paper.get_filename() == "2026-06-16.pdf"
    assert paper.get_content().startswith(b"%PDF-")
    assert mail.get_content_type() == "multipart/mixed"
    assert mail.get_body(("html",)) is not None
    assert len(smtp.taken[0][1]) <= 400_000


def test_without_a_browser_the_mail_goes_without_its_pdf(published, community, monkeypatch, cmr):
    monkeypatch.setattr(pdf, "browser", lambda: None)
    published(("free", "calm"))
    community("free", "cm@example.org", recipient={"pdf": True})
    assert {r["state"] for r in render_all()} == {"queued"}
