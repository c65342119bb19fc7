"""The mail as it goes over the wire: headers, the two texts and the pictures inside the HTML."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, parseaddr

from transforms.report.content import clean
from transforms.report.mail.build import Mail


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
    unsubscribe: str = "",
    language: str = "en",
    attachments: dict[str, bytes] | None = None,
) -> EmailMessage:
    """multipart/alternative(text, related(html, pictures)), in a multipart/mixed when a PDF goes with it."""
    message = EmailMessage(policy=SMTP if address.isascii() else SMTPUTF8)
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
        message["List-Unsubscribe"] = f"<{clean.header(unsubscribe, 900)}>"
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    html = message.get_body(("html",))
    assert isinstance(html, EmailMessage)
    for cid, image in mail.images.items():
        html.add_related(
            image, "image", "png", cid=f"<{cid}>", filename=f"{cid.partition('@')[0]}.png", disposition="inline"
        )
    for name, content in (attachments or {}).items():
        message.add_attachment(content, "application", "pdf", filename=name)
    return message


def _mailbox(text: str) -> Address:
    name, address = parseaddr(clean.header(text))
    try:
        return Address(display_name=name, addr_spec=address)
    except IndexError:  # Python before 3.11.5 meets the end of some broken addresses this way
        raise ValueError(f"not an address: {address[:60]!r}") from None
