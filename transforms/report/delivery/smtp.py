"""A mail server by its URL: `smtp://user:password@host:587`, `smtps://…:465`.

`?tls=required`, `optional` or `none` says what becomes of STARTTLS; the default is `required`, and
`optional` for this machine itself, whose certificate is not looked at.
"""

import smtplib
import ssl
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from transforms.config.errors import BadInput

TIMEOUT_SECONDS = 60
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_TLS = ("required", "optional", "none")


@dataclass(frozen=True)
class MailServer:
    """Where and how to speak to a mail server; `login` is (user, password) or None."""

    host: str
    port: int
    is_implicit: bool
    tls: str
    login: tuple[str, str] | None

    def connect(self) -> smtplib.SMTP:
        """A connection, encrypted and logged in as asked. SMTPException or OSError when that fails."""
        context = ssl.create_default_context()
        if self.host in _LOOPBACK:
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        if self.is_implicit:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=TIMEOUT_SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS)
            server.ehlo()
            if self.tls == "required" or (self.tls == "optional" and server.has_extn("starttls")):
                server.starttls(context=context)
                server.ehlo()
        if self.login:
            server.login(*self.login)
        return server


def mail_server(url: str) -> MailServer:
    """The server that a URL names. BadInput, without the URL's password, when it names none."""
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise BadInput(
            "CMR_SMTP_URL: expected smtp://user:password@host:587 or smtps://user:password@host:465"
        )
    tls = parse_qs(parts.query).get(
        "tls", ["optional" if parts.hostname in _LOOPBACK else "required"]
    )[0]
    if tls not in _TLS:
        raise BadInput(f"CMR_SMTP_URL: tls is one of {', '.join(_TLS)}")
    is_implicit = parts.scheme == "smtps"
    login = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    return MailServer(
        parts.hostname, parts.port or (465 if is_implicit else 587), is_implicit, tls, login
    )
