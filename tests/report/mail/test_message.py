"""The headers of a mail as other people's programs read them."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest

from tests.report import nights
from transforms.config.settings import settings
from transforms.report import run
from transforms.report.delivery import queue, reader_keys
from transforms.report.mail import message
from transforms.report.mail.build import Mail

MAIL = Mail("Free : la colère monte", "<html><body>é</body></html>", "é\n", {})
LONG = "mailto:answers@cmr.example?subject=" + "%C3%A9" * 60


def written(address="cm@example.org", ways=(), sender="R <r@cmr.example>", **more) -> bytes:
    return message.assemble(MAIL, address, "<a@b>", datetime(2026, 6, 16, tzinfo=UTC), sender, unsubscribe=ways,
                            **more).as_bytes()  # fmt: skip


def header_of(raw: bytes, name: bytes) -> bytes:
    rows = [
        row
        for row in raw.split(b"\r\n\r\n")[0].split(b"\r\n")
        if row.lower().startswith(name.lower() + b":")
    ]
    (row,) = rows
    return row


@pytest.mark.parametrize("address", ["cm@example.org", "élodie@example.org"])
def test_the_ways_to_leave_are_one_unencoded_line(address):
    raw = written(address, (LONG,))
    assert header_of(raw, b"List-Unsubscribe") == f"List-Unsubscribe: <{LONG}>".encode()
    assert b"List-Unsubscribe-Post" not in raw


def test_one_click_is_offered_where_a_page_takes_it():
    raw = written(ways=("https://cmr.example/leave/0123456789abcdef", LONG))
    assert header_of(raw, b"List-Unsubscribe") == (
        b"List-Unsubscribe: <https://cmr.example/leave/0123456789abcdef>, <" + LONG.encode() + b">"
    )
    assert (
        header_of(raw, b"List-Unsubscribe-Post")
        == b"List-Unsubscribe-Post: List-Unsubscribe=One-Click"
    )


def test_no_way_to_leave_starts_another_header():
    raw = written(ways=("https://cmr.example/x\r\nBcc: all@example.org>",))
    assert b"\nBcc:" not in raw


def test_a_mail_read_and_written_again_keeps_its_ways_to_leave_whole():
    again = message_from_bytes(written(ways=(LONG,)), policy=message.WIRE)
    again.replace_header("Subject", "another")
    assert (
        header_of(again.as_bytes(), b"List-Unsubscribe") == f"List-Unsubscribe: <{LONG}>".encode()
    )


def test_every_sent_mail_says_how_to_leave_in_one_line(published, community, monkeypatch):
    monkeypatch.setenv("CMR_UNSUBSCRIBE_URL", "https://cmr.example/leave/{reader}")
    settings.cache_clear()
    published(("free", "crisis"))
    community("free", "cm@example.org", "cm@bücher.example")
    for recipient in run.list_recipients():
        run.render_recipient(recipient, {"free": nights.NIGHT})
    for message_id in queue.due(datetime(2100, 1, 1, tzinfo=UTC)):
        mail = queue.intend(message_id)
        row = header_of(mail.message, b"List-Unsubscribe")
        assert b"=?" not in row
        sign = reader_keys.sign(mail.recipient).encode()
        assert row.startswith(
            b"List-Unsubscribe: <https://cmr.example/leave/" + sign + b">, <mailto:answers@cmr"
        )
        assert sign in row.split(b", ")[1]


ODD = ["élodie@example.org", "cm@xn--bcher-kva.example", "o'brien@example.org", "cm@[192.0.2.1]"]


@pytest.mark.parametrize("address", ODD)
def test_odd_but_good_addresses_are_written_as_they_are(address):
    raw = written(address)
    assert header_of(raw, b"To") == f"To: {address}".encode()
    assert not message_from_bytes(raw, policy=default).defects


@pytest.mark.parametrize(
    "bad", ["o’brien@example.org", "cm..x@example.org", "cm.@example.org", "cm@example.org."]
)
def test_a_bad_address_is_named_with_its_line_and_costs_nobody_else_the_mail(
    bad, published, community, tmp_path
):
    published(("free", "calm"))
    community("free", "a@example.org", bad, "élodie@example.org", "cm@bücher.example")
    errors = run.read_folder(settings().communities)[1]
    row = (tmp_path / "communities" / "free.yml").read_text(encoding="utf-8").splitlines().index(
        f"- email: {bad}"
    ) + 1
    assert [f"free.yml:{row}: recipients: " in error for error in errors] == [True]
    states = [
        run.render_recipient(recipient, {"free": nights.NIGHT})["state"]
        for recipient in run.list_recipients()
    ]
    assert states == ["queued"] * 3
    assert {address for address, _ in queue.recipients()} == {
        "a@example.org", "élodie@example.org", "cm@xn--bcher-kva.example",
    }  # fmt: skip
