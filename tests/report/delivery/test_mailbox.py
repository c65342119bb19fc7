"""Answers to the mails, through a real mailbox: heard once, from the right person only; hostile
ones change nothing.
"""

import re
import smtplib
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from urllib.parse import parse_qs, urlsplit

import pytest
from imap_tools import MailMessage

from tests.report import nights
from tests.report.delivery.conftest import read_box
from transforms import lake
from transforms.config.communities import read_folder
from transforms.config.settings import settings
from transforms.recommend import ledger
from transforms.recommend.learn import feedback
from transforms.report import run
from transforms.report.delivery import mailbox, queue, reader_keys, send
from transforms.report.facts.published import Published

ANSWERS, CM, OTHER = "answers@example.test", "cm@example.test", "other@example.test"


@pytest.fixture
def night(published, community, monkeypatch):
    """A night of two communities, mailed to two readers; `answers@example.test` reads what they
    say.
    """
    monkeypatch.setenv("CMR_MAIL_REPLY_TO", ANSWERS)
    settings.cache_clear()
    published(("free", "crisis"), ("orange", "calm"))
    community("free", CM)
    community("orange", OTHER)
    for name in ("free", "orange"):
        ledger.append(ledger.RECOMMENDATIONS, name, date(2026, 6, 17), [advised(name)])


def advised(name: str) -> dict:
    row = dict.fromkeys(lake.SCHEMAS[ledger.RECOMMENDATIONS].names)
    return row | {
        "community_id": name,
        "advice_id": f"{name}-1",
        "for_date": date(2026, 6, 17),
        "theme_id": "outage",
    }


def letter(
    sender: str, subject: str, body: str = "", to: str = ANSWERS, **headers: str
) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(body)
    return mail


def about(name: str, verdict: str, sign: str, subject_id: str = "") -> str:
    return f"Re: [cmr {name} advice {subject_id or f'{name}-1'} {verdict} {sign}]"


def post(port: int, *mails: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", port) as server:
        for mail in mails:
            server.send_message(mail, from_addr="x@example.test", to_addrs=[ANSWERS])


@pytest.mark.usefixtures("night")
def test_what_a_reader_clicks_in_the_mail_is_heard_once_and_used(servers):
    smtp, imap = servers
    url = f"imap://answers:pw@127.0.0.1:{imap}"
    for recipient in run.list_recipients():
        run.render_recipient(recipient, {"free": nights.NIGHT, "orange": nights.NIGHT})
    send.send_due(None, f"smtp://127.0.0.1:{smtp}?tls=required")
    (raw,) = read_box(imap, "cm", 1)
    html = message_from_bytes(raw, policy=default).get_body(("html",)).get_content()
    links = [
        parse_qs(urlsplit(link.replace("&amp;", "&")).query)
        for link in re.findall(r'href="(mailto:[^"]+)', html)
    ]
    asked = {q["subject"][0].split()[-2]: q["subject"][0] for q in links}
    misread = next(q["subject"][0] for q in links if "misread" in q["subject"][0])
    post(
        smtp,
        letter(
            f"La CM <{CM}>",
            f"Re : {misread}",
            "C'était de l'ironie, écrivez-moi à moi@perso.example\n> cité",
        ),
        letter(CM, about("free", "done", reader_keys.sign(CM))),
        letter(
            "Other <other@example.test>",
            about("orange", "not_for_us", reader_keys.sign(OTHER)),
            "Jamais",
        ),
    )
    read_box(imap, "answers", 3)
    assert mailbox.read_answers(feedback.answer, url) == {
        "feedback": 3,
        "unsubscribed": 0,
        "ignored": 0,
        "failed": 0,
    }
    assert mailbox.read_answers(feedback.answer, url)["feedback"] == 0
    rows = {
        (r["community_id"], r["subject"], r["verdict"]): r["comment"]
        for r in lake.read("feedback").to_pylist()
    }
    assert set(rows) == {
        ("free", "signal", "misread"),
        ("free", "advice", "done"),
        ("orange", "advice", "not_for_us"),
    }
    assert rows["free", "signal", "misread"] == "C'était de l'ironie, écrivez-moi à [email]"
    judged = feedback.themes_judged(
        lake.read("feedback").to_pandas(), "orange", ledger.read(ledger.RECOMMENDATIONS, "orange")
    )
    assert judged == {"outage": "not_for_us"}
    assert "unsubscribe" in asked

    post(smtp, letter(CM, next(q["subject"][0] for q in links if "unsubscribe" in q["subject"][0])))
    read_box(imap, "answers", 4)
    assert mailbox.read_answers(feedback.answer, url)["unsubscribed"] == 1
    left = {c.name: [r.email for r in c.recipients] for c in read_folder(settings().communities)[0]}
    assert left == {"free": [], "orange": [OTHER]}


@pytest.mark.usefixtures("night")
def test_misread_on_a_post_becomes_labels_of_the_community_and_only_known_names_do(servers):
    smtp, imap = servers
    with Published(settings().published) as file:
        one = "select * from fct_posts where community_id = 'free' limit 1"
        (seen,) = file.rows("fct_posts", one, [])
    about = f"[cmr free post {seen['network']}/{seen['post_id']} misread {reader_keys.sign(CM)}]"
    said = "Ce message n'est pas : plainte, colère\nC'est plutôt : ironie\n<b>'; drop table x"
    post(smtp, letter(CM, f"Re: {about}", said), letter(OTHER, f"Re: {about}", said))
    read_box(imap, "answers", 2)
    found = mailbox.read_answers(feedback.answer, f"imap://answers:pw@127.0.0.1:{imap}")
    assert (found["feedback"], found["ignored"]) == (1, 1)
    labels = lake.read("labels").to_pylist()
    assert {row["answer"]: row["is_right"] for row in labels} == {
        "complaint": False,
        "anger": False,
        "irony": True,
    }
    assert {(row["community_id"], row["text"]) for row in labels} == {("free", seen["text"])}
    assert {row["reader"] for row in labels} == {reader_keys.recipient_id(CM)}


def hostile() -> dict[str, EmailMessage]:
    cm, other = reader_keys.sign(CM), reader_keys.sign(OTHER)
    return {
        "another's sign": letter(CM, about("free", "done", other)),
        "no sign": letter(CM, "[cmr free advice free-1 done]"),
        "a guessed sign": letter(CM, about("free", "done", "0" * 16)),
        "the right sign from a stranger": letter(
            "stranger@example.test", about("free", "done", cm)
        ),
        "another's community": letter(OTHER, about("free", "done", other)),
        "an unknown advice": letter(CM, about("free", "done", cm, "free-2")),
        "an advice of another community": letter(CM, about("free", "done", cm, "orange-1")),
        "an id that is a path": letter(CM, about("free", "done", cm, "../../../etc/passwd")),
        "an id that is SQL": letter(CM, about("free", "done", cm, "';drop--")),
        "an unknown verdict": letter(CM, about("free", "deleted", cm)),
        "an unknown subject": letter(CM, about("free", "done", cm).replace(" advice ", " lake ")),
        "two senders": letter(f"{CM}, stranger@example.test", about("free", "done", cm)),
        "a name that is an address": letter(
            f'"{CM}" <stranger@example.test>', about("free", "done", cm)
        ),
        "sent to another address": letter(CM, about("free", "done", cm), to="someone@example.test"),
        "an absence": letter(CM, about("free", "done", cm), Auto_Submitted="auto-replied"),
        "a stranger who wants others to leave": letter(
            "stranger@example.test", f"[cmr unsubscribe {cm}]"
        ),
        "a stranger's own sign": letter(
            "stranger@example.test",
            f"[cmr unsubscribe {reader_keys.sign('stranger@example.test')}]",
        ),
        "too long": letter(CM, about("free", "done", cm), "x" * 300_000),
        "no answer at all": letter(CM, "Déjeuner ?"),
    }


@pytest.mark.usefixtures("night")
def test_hostile_answers_change_nothing(servers, caplog):
    smtp, imap = servers
    before = {path.name: path.read_bytes() for path in settings().communities.iterdir()}
    letters = hostile()
    post(smtp, *letters.values())
    read_box(imap, "answers", len(letters))
    found = mailbox.read_answers(feedback.answer, f"imap://answers:pw@127.0.0.1:{imap}")
    assert found == {"feedback": 0, "unsubscribed": 0, "ignored": len(letters), "failed": 0}
    assert lake.read("feedback").num_rows == 0
    assert {path.name: path.read_bytes() for path in settings().communities.iterdir()} == before
    assert "example.test" not in caplog.text


BROKEN = [
    b"From: cm@example.test\r\nSubject: =?x-unknown?q?[cmr free advice free-1 done 0?=\r\n\r\n\xff\xfe",
    b"From: =?utf-8?b?!!!?= <\r\nSubject: [cmr unsubscribe 0000000000000000]\r\n\r\n",
    b"\r\n\r\n",
    b"Content-Type: text/plain; charset=no-such\r\nFrom: a@b\r\nSubject: [cmr free advice free-1 done "
    b"0000000000000000]\r\nDate: never\r\n\r\n\xe9",
    b"Content-Type: multipart/mixed; boundary=x\r\nFrom: cm@example.test\r\nSubject: [cmr free advice free-1 done "
    b"0000000000000000]\r\n\r\n--x\r\n--x\r\n",
]


@pytest.mark.usefixtures("night")
@pytest.mark.parametrize("raw", BROKEN)
def test_a_broken_mail_is_passed_over(raw):
    assert mailbox._take(MailMessage.from_bytes(raw), feedback.answer) == "ignored"


@pytest.mark.usefixtures("night")
def test_an_answer_that_cannot_be_kept_now_is_tried_again():
    def full(*_: object) -> None:
        raise OSError("no space left on device")

    mail = letter(CM, about("free", "done", reader_keys.sign(CM)))
    assert mailbox._take(MailMessage.from_bytes(mail.as_bytes()), full) == "failed"


@pytest.mark.usefixtures("cmr")
def test_without_a_mailbox_nothing_is_read():
    assert mailbox.read_answers(feedback.answer)["state"] == "no mailbox"
    assert queue.counts() == {}
