"""Through real servers: Postfix takes the mail, Dovecot gives it back, and it is the mail that was
written.
"""

import re
from email import message_from_bytes
from email.policy import default

from tests.report import nights
from tests.report.delivery.conftest import read_box
from tests.report.delivery.troubles import refusals
from transforms.report import run
from transforms.report.delivery import queue, send


def test_the_mail_in_the_readers_box_is_the_mail_that_was_written(published, community, servers):
    smtp, imap = servers
    published(("free", "crisis"), ("orange", "calm"))
    community("free", "cm@example.test", brand={"colour": "#cd1e25"})
    community("orange", "cm@example.test", "other@example.test", "nobody@example.test")
    for recipient in run.list_recipients():
        run.render_recipient(recipient, {})
    for _ in range(2):
        last = send.send_due(None, f"smtp://127.0.0.1:{smtp}?tls=required")
    assert last["sent"] == 0
    assert queue.counts() == {"sent": 2, "refused": 1}
    assert "550" in refusals.reasons()[0]
    (raw,) = read_box(imap, "cm", 1)
    assert b"with ESMTPS" in raw.split(b"\r\n\r\n")[0]
    mail = message_from_bytes(raw, policy=default)
    assert not mail.defects
    assert (
        mail["Message-ID"] == f"<{queue.message_key('cm@example.test', nights.NIGHT)}@cmr.example>"
    )
    assert (
        mail["Subject"]
        == "Free\u00a0: de la confiance à la colère (Panne et coupure) et 1 autre communauté"
    )
    text, html = mail.get_body(("plain",)).get_content(), mail.get_body(("html",)).get_content()
    assert "ça m'aiderait 🙏" in text
    assert "🙏" in html
    images = {
        str(p["Content-ID"]).strip("<>"): p
        for p in mail.walk()
        if p.get_content_maintype() == "image"
    }
    assert set(re.findall(r'src="cid:([^"]+)"', html)) == set(images)
    assert all(
        p.get_content().startswith(b"\x89PNG") and p["Content-Disposition"] for p in images.values()
    )
    assert len(raw) <= 400_000
    (theirs,) = read_box(imap, "other", 1)
    assert b"crisis" not in theirs
    assert (
        "Panne et coupure, 312"
        not in message_from_bytes(theirs, policy=default).get_body(("plain",)).get_content()
    )
