"""The mailbox that the answers come to, by its URL: `imaps://user:password@host:993/INBOX`.

`?tls=required`, `optional` or `none` says what becomes of STARTTLS on an `imap://` URL; the default
is `required`, and `none` for this machine itself.
"""

import ssl
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted

from transforms.config.errors import BadInput

TIMEOUT_SECONDS = 60
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Mailbox:
    """Where and how to read a mailbox."""

    host: str
    port: int
    tls: str
    """`implicit`, `required` or `none`."""
    user: str
    password: str
    folder: str

    def opened(self) -> BaseMailBox:
        """The mailbox, logged in, its folder chosen. OSError or imaplib's error when that fails."""
        context = ssl.create_default_context()
        if self.host in _LOOPBACK:
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        if self.tls == "implicit":
            box: BaseMailBox = MailBox(
                self.host, self.port, timeout=TIMEOUT_SECONDS, ssl_context=context
            )
        elif self.tls == "required":
            box = MailBoxStartTls(
                self.host, self.port, timeout=TIMEOUT_SECONDS, ssl_context=context
            )
        else:
            box = MailBoxUnencrypted(self.host, self.port, timeout=TIMEOUT_SECONDS)
        return box.login(self.user, self.password, initial_folder=self.folder)


def mailbox(url: str) -> Mailbox:
    """The mailbox that a URL names. BadInput, without the URL's password, when it names none."""
    parts = urlsplit(url)
    if parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username:
        raise BadInput(
            "CMR_IMAP_URL: expected imaps://user:password@host:993 or imap://user:password@host:143"
        )
    asked = parse_qs(parts.query).get(
        "tls", ["none" if parts.hostname in _LOOPBACK else "required"]
    )[0]
    if asked not in ("required", "none"):
        raise BadInput("CMR_IMAP_URL: tls is required or none")
    implicit = parts.scheme == "imaps"
    return Mailbox(
        parts.hostname, parts.port or (993 if implicit else 143), "implicit" if implicit else asked,
        unquote(parts.username), unquote(parts.password or ""), unquote(parts.path.strip("/")) or "INBOX",
    )  # fmt: skip
