"""The mail as it goes over the wire: headers, the two texts and the pictures inside the HTML."""

import re
from datetime import datetime
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr
from functools import lru_cache

from transforms.config import addresses
from transforms.report.mail.build import Mail
from transforms.report.said import clean

_UNSAFE = re.compile(r"[\s<>,\x00-\x1f\x7f]|[^\x00-\x7f]")


class Whole(UnstructuredHeader):
    """A header of URLs, on one line: a folded or encoded one is read by no mail program (RFC 2369,
    section 2).
    """

    def fold(self, *, policy: EmailPolicy) -> str:
        return f"{self.name}: {self}{policy.linesep}"  # type: ignore[attr-defined]  # the registry adds it


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", Whole)  # type: ignore[arg-type]
WIRE = EmailPolicy(header_factory=_HEADERS, linesep="\r\n")
"""How our mails are written, and read again to be changed."""
WIRE_UTF8 = WIRE.clone(utf8=True)


def domain(sender: str) -> str:
    """The domain of the sender's address, for Message-IDs."""
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"


def unsubscribe_address(sender: str, reply_to: str) -> str:
    """Where a person answers: Reply-To, else the sender."""
    return parseaddr(reply_to)[1] or parseaddr(sender)[1]


def assemble(
    mail: Mail,
    address: str,
    message_id: str,
    sent_at: datetime,
    sender: str,
    reply_to: str = "",
    unsubscribe: tuple[str, ...] = (),
    language: str = "en",
    attachments: dict[str, bytes] | None = None,
) -> EmailMessage:
    """multipart/alternative(text, related(html, pictures)), in a multipart/mixed when a PDF goes
    with it.

    `unsubscribe` holds the ways to leave as URLs; with an https one among them, one click is
    offered (RFC 8058).
    """
    message = EmailMessage(policy=WIRE if address.isascii() else WIRE_UTF8)
    message["From"] = _mailbox(sender)
    message["To"] = _mailbox(address)
    if reply_to:
        message["Reply-To"] = _mailbox(reply_to)
    message["Subject"] = clean.header(mail.subject)
    message["Date"] = format_datetime(sent_at)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = language
    if unsubscribe:
        message["List-Unsubscribe"] = ", ".join(f"<{_UNSAFE.sub('', url)}>" for url in unsubscribe)
    if any(url.startswith("https://") for url in unsubscribe):
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    html = message.get_body(("html",))
    assert isinstance(html, EmailMessage)
    if mail.images:
        html.make_related()
    for cid, image in mail.images.items():
        html.attach(_picture(cid, image))
    for name, content in (attachments or {}).items():
        message.add_attachment(content, "application", "pdf", filename=name)
    return message


@lru_cache(maxsize=512)
def _picture(cid: str, image: bytes) -> EmailMessage:
    """An inline picture, coded once for all the mails that hold it."""
    part = EmailMessage(policy=WIRE)
    name = f"{cid.partition('@')[0]}.png"
    part.set_content(image, "image", "png", cid=f"<{cid}>", filename=name, disposition="inline")
    return part


def _mailbox(text: str) -> Address:
    name, address = parseaddr(clean.header(text))
    local, _, host = addresses.mailable(address).rpartition("@")
    return Address(name, local, host)
