"""What readers answered to their mails, read from a mailbox: each answer once, from the right
person only.

An answer says in its subject what it is about and carries the sign that only that reader's mail
holds. Everything else in it is a stranger's words: it is never run, followed, opened or shown, and
a mail that is not an answer is left where it is.
"""

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import getaddresses, parseaddr
from hmac import compare_digest
from typing import Any

from imap_tools import AND, BaseMailBox, MailMessage

from transforms.config import addresses, subscription
from transforms.config.communities import read_folder
from transforms.config.errors import BadInput
from transforms.config.settings import settings
from transforms.lake import run_ledger
from transforms.people import masking
from transforms.report.delivery import answered, imap, reader_keys

LOOK_BACK_DAYS = 14
LARGEST = 200_000
"""Bytes; nobody writes a longer answer by hand."""
WORDS_KEPT = 1000
_ANSWER = re.compile(
    r"\[cmr ([a-z][a-z0-9_]{1,40}) ([a-z]{3,12}) (\S{1,120}) ([a-z_]{3,12}) ([0-9a-f]{16})\]"
)
_LEAVE = re.compile(r"\[cmr unsubscribe ([0-9a-f]{16})\]")
_QUOTED = re.compile(
    r"^\s*(>|-{2,}\s*(?:original|message|forwarded)|_{5,}|on .{5,80} wrote:|le .{5,80} a écrit)",
    re.I,
)
Record = Callable[[str, str, str, str, str, datetime, str], Any]
"""Keeps (community, subject, id, verdict, comment, given at, reader); BadInput when nobody was shown that id."""
log = logging.getLogger("cmr")


class NotAnAnswer(Exception):
    """Why a mail changes nothing, in words without anything of the mail itself."""


@dataclass(frozen=True)
class Verdict:
    """What an answer says: a verdict on something, or, without a community, that its sender wants
    to leave.
    """

    community: str = ""
    subject: str = ""
    subject_id: str = ""
    verdict: str = ""


def read_answers(record: Record, imap_url: str | None = None) -> dict[str, Any]:
    """Read what came back in the last two weeks and was not read yet; returns how many of each
    kind.

    `imap_url` comes from the Airflow connection `cmr_imap` or CMR_IMAP_URL; without one, nothing is
    read.
    """
    secret = settings().imap_url
    url = imap_url or (secret.get_secret_value() if secret else "")
    tally: dict[str, Any] = {"feedback": 0, "unsubscribed": 0, "ignored": 0, "failed": 0}
    if not url:
        return tally | {"state": "no mailbox"}
    with run_ledger.step("answers") as facts, imap.mailbox(url).opened() as box:
        for key, message in _new(box):
            kind = _take(message, record) if message else "ignored"
            tally[kind] += 1
            if kind != "failed":
                answered.settle(key, kind)
        facts.update(tally)
    return tally


def _new(box: BaseMailBox) -> Iterator[tuple[str, MailMessage | None]]:
    """The key of each mail that was not read before, and the mail if it may be an answer."""
    valid = box.folder.status(box.folder.get() or "INBOX", ["UIDVALIDITY"])["UIDVALIDITY"]
    since = datetime.now(UTC).date() - timedelta(days=LOOK_BACK_DAYS)
    uids = {f"{valid}:{uid}": uid for uid in box.uids(AND(date_gte=since))}
    done = answered.settled(list(uids))
    for key in [key for key in uids if key not in done]:
        head = next(iter(box.fetch(AND(uid=uids[key]), mark_seen=False, headers_only=True)), None)
        likely = head is not None and head.size_rfc822 <= LARGEST and "[cmr " in _subject(head)
        yield key, next(iter(box.fetch(AND(uid=uids[key]))), None) if likely else None


def _take(message: MailMessage, record: Record) -> str:
    """Do what an answer asks; `feedback`, `unsubscribed`, `ignored`, or `failed` where it is to be
    tried again.
    """
    try:
        said, sender = _verdict(message), _sender(message)
        if not said.community:
            subscription.change(sender, stop=True)
            return "unsubscribed"
        _allowed(sender, said.community)
        record(
            said.community,
            said.subject,
            said.subject_id,
            said.verdict,
            _comment(message),
            _given(message),
            reader_keys.recipient_id(sender),
        )
    except NotAnAnswer as reason:
        log.warning("answers: a mail changed nothing: %s", reason)
        return "ignored"
    except (
        BadInput,
        ValueError,
        LookupError,
    ) as error:  # what it names is not there, or no program can read it
        log.warning("answers: a mail changed nothing: %s", type(error).__name__)
        return "ignored"
    except OSError as error:
        log.error("answers: an answer waits: %s", type(error).__name__)
        return "failed"
    return "feedback"


def _verdict(message: MailMessage) -> Verdict:
    """What the subject says, when the sender's own sign is in it."""
    if str(_one(message, "auto-submitted") or "no").strip().lower() != "no":
        raise NotAnAnswer("a machine sent it")
    leave, answer = _LEAVE.search(_subject(message)), _ANSWER.search(_subject(message))
    found = leave or answer
    if not found:
        raise NotAnAnswer("its subject says nothing we asked")
    if not compare_digest(found.groups()[-1], reader_keys.sign(_sender(message))):
        raise NotAnAnswer("it is not from the reader whose mail it answers")
    return Verdict() if leave else Verdict(*found.groups()[:4])


def _sender(message: MailMessage) -> str:
    """The one address it says to be from, when it was sent to the address that reads answers."""
    senders = getaddresses(message.headers.get("from", ()))
    if len(senders) != 1 or not senders[0][1]:
        raise NotAnAnswer("it has not one sender")
    ours = addresses.key(_answers_to())
    to = [value.email for value in (*message.to_values, *message.cc_values)]
    if ours not in {addresses.key(address) for address in to}:
        raise NotAnAnswer("it was not sent to the address that reads answers")
    return addresses.key(senders[0][1])


def _allowed(sender: str, community: str) -> None:
    for one in read_folder(settings().communities)[0]:
        if one.name == community and sender in {addresses.key(r.email) for r in one.recipients}:
            return
    raise NotAnAnswer("its sender does not receive that community's report")


def _comment(message: MailMessage) -> str:
    """The reader's own words above what was quoted, masked like a post."""
    own = []
    for line in message.text.splitlines():
        if _QUOTED.match(line):
            break
        own.append(line.strip())
    return masking.mask(" ".join(filter(None, own))[:WORDS_KEPT])


def _given(message: MailMessage) -> datetime:
    """When it was written by its own clock, but never in the future."""
    written = message.date if message.date.tzinfo else message.date.replace(tzinfo=UTC)
    now = datetime.now(UTC)
    return written.astimezone(UTC) if datetime(2000, 1, 1, tzinfo=UTC) < written < now else now


def _subject(message: MailMessage) -> str:
    return " ".join(message.subject.split())[:400]


def _one(message: MailMessage, header: str) -> str | None:
    return next(iter(message.headers.get(header, ())), None)


def _answers_to() -> str:
    return parseaddr(settings().mail_reply_to)[1] or parseaddr(settings().mail_from)[1]
