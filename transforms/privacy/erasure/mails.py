"""Mails and pages without forgotten people: their words taken out of the text, attachments that
repeat it dropped.
"""

import html
import re
from email import message_from_bytes
from email.message import EmailMessage, Message
from typing import Any

from transforms.people.redaction import redact
from transforms.privacy.erasure.cells import Forgotten, cleaner
from transforms.report.mail.message import WIRE

_TAG = re.compile(
    r"(<(?:!--.*?--|style\b.*?</style|script\b.*?</script|[^<>]*)>)", re.DOTALL | re.IGNORECASE
)
_BREAK = re.compile(r"<wbr\s*/?>|\u00ad|\u200b|&shy;|&#8203;|&#173;", re.IGNORECASE)
_HEADER = re.compile(rb"\A(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){2}")
LEFT_OUT = "[…]"


def looks_like_mail(content: bytes) -> bool:
    return bool(_HEADER.match(content)) and b"essage-I" in content[:5_000]


def scrub_mail(content: bytes, forgotten: Forgotten) -> tuple[bytes, int]:
    """A mail's bytes as they may stay, and how many of its parts held something. Its headers and
    pictures stay.
    """
    message = message_from_bytes(content, policy=WIRE)
    assert isinstance(message, EmailMessage)
    found = sum(_scrub_part(part, forgotten) for part in message.walk())
    subject = str(message["Subject"] or "")
    if (cleaned := redact(subject, forgotten.hidden)) != subject:
        message.replace_header("Subject", cleaned)
        found += 1
    if not found:
        return content, 0
    _drop_documents(message)
    return message.as_bytes(), found


def clean_stored(value: Any, column: str, network: Any, forgotten: Forgotten) -> Any:
    """A value of a database's row as it may stay; bytes may be a mail that waits there."""
    if isinstance(value, bytes):
        return scrub_mail(value, forgotten)[0] if looks_like_mail(value) else value
    return cleaner(column, network if isinstance(network, str) else None, forgotten)(value)


def scrub_page(page: str, forgotten: Forgotten) -> tuple[str, int]:
    """An HTML page as it may stay, and how many pieces of its text held something.

    A passage that runs over several pieces cannot be cut out of one: then all of the page's text
    goes.
    """
    joined = _BREAK.sub("", page)
    pieces = _TAG.split(joined)
    found = 0
    for place in range(0, len(pieces), 2):
        said = html.unescape(pieces[place])
        cleaned = redact(said, forgotten.hidden)
        if cleaned != said:
            pieces[place], found = html.escape(cleaned, quote=False), found + 1
    for place in range(1, len(pieces), 2):
        if (
            not pieces[place].lower().startswith(("<!", "<style", "<script"))
        ):  # links hold ids of posts
            cleaned = redact(pieces[place], forgotten.hidden)
            if cleaned != pieces[place]:
                pieces[place], found = cleaned, found + 1
    cleaned = "".join(pieces)
    said = plain(cleaned)
    if redact(said, forgotten.hidden) != said:
        return f"<!doctype html><meta charset=utf-8><title>{LEFT_OUT}</title>{LEFT_OUT}", found + 1
    return (cleaned, found) if found else (page, 0)


def plain(page: str) -> str:
    """The words of a page, without its tags."""
    return html.unescape(_TAG.sub(" ", _BREAK.sub("", page)))


def _scrub_part(part: Message, forgotten: Forgotten) -> int:
    if part.get_content_maintype() != "text" or not isinstance(part, EmailMessage):
        return 0
    said = part.get_content()
    if part.get_content_subtype() == "html":
        cleaned, found = scrub_page(said, forgotten)
    else:
        cleaned = redact(said, forgotten.hidden)
        found = int(cleaned != said)
    if found:
        part.set_content(
            cleaned, subtype=part.get_content_subtype(), charset="utf-8", cte="quoted-printable"
        )
    return found


def _drop_documents(message: EmailMessage) -> None:
    """Take printed copies of the report out: what they show cannot be changed."""
    for part in message.walk():
        if part.is_multipart():
            parts: list[Any] = list(part.get_payload())
            kept = [one for one in parts if one.get_content_type() != "application/pdf"]
            part.set_payload(kept)
