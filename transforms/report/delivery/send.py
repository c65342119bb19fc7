"""Sending what is due, once per recipient and night: by SMTP, or as files in the outbox."""

import smtplib
from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from email.utils import parseaddr
from typing import Any, Protocol
from urllib.parse import quote

from transforms.config.settings import settings
from transforms.lake import run_ledger
from transforms.report.delivery import archive, queue, smtp, unsubscribed

ATTEMPTS = 40
"""A mail that the server puts off is tried this often, every 15 minutes: ten hours."""


class MailRefused(Exception):
    """The server will never take this mail for this recipient."""


class PutOff(Exception):
    """Not now: this mail may be taken later."""


class Unreachable(Exception):
    """The server cannot be spoken to at all; nothing was said about any mail."""


class Carrier(Protocol):
    """Where a mail leaves the house."""

    def deliver(self, mail: queue.QueuedMail) -> None: ...

    def close(self) -> None: ...


def send_due(
    now: datetime | None = None,
    smtp_url: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """Send every mail that is due at `now`; returns how many were sent, refused, put off and are
    still waiting.

    First, what waits for somebody who is in no community file any more is withdrawn, and counted
    when there is any.

    `smtp_url` comes from the Airflow connection `cmr_smtp` or CMR_SMTP_URL; without one, mails
    become files in the outbox. Only one process sends at a time; another one returns at once with
    `busy`.
    """
    now = now or datetime.now(UTC)
    tally: dict[str, Any] = {"sent": 0, "refused": 0, "put_off": 0}
    with run_ledger.step("send") as facts, queue.sole_sender() as alone:
        if not alone:
            return tally | {"busy": True}
        if withdrawn := unsubscribed.withdraw():
            tally["withdrawn"] = withdrawn
        waiting = queue.due(now)
        carrier = _carrier(smtp_url) if waiting else None
        try:
            for done, message_id in enumerate(waiting):
                mail = queue.intend(message_id)
                if carrier and mail:
                    tally[_hand_over(carrier, mail)] += 1
                if progress:
                    progress(done + 1, len(waiting))
        except Unreachable as error:
            queue.settle(message_id, queue.QUEUED, str(error))
            tally["unreachable"] = str(error)
        finally:
            if carrier:
                carrier.close()
        tally["waiting"] = len(waiting) - tally["sent"] - tally["refused"]
        facts.update(tally)
    return tally


def flush_outbox(smtp_url: str | None = None) -> dict[str, Any]:
    """Without a mail server, every queued mail becomes a file now; with one, only what is due is
    sent.
    """
    served = smtp_url or settings().smtp_url
    return send_due(None if served else datetime.max.replace(tzinfo=UTC), smtp_url)


def connection_url(connection: Any) -> str:
    """The URL of an Airflow connection of type smtp (host, port, login, password, `disable_ssl` in
    its extra).
    """
    extra = getattr(connection, "extra_dejson", None) or {}
    plain = str(extra.get("disable_ssl", "")).lower() in ("true", "1") or connection.port in (
        25,
        587,
        2525,
    )
    login = (
        f"{quote(connection.login, safe='')}:{quote(connection.password or '', safe='')}@"
        if connection.login
        else ""
    )
    tls = (
        "?tls=none" if plain and str(extra.get("disable_tls", "")).lower() in ("true", "1") else ""
    )
    scheme, port = ("smtp", 587) if plain else ("smtps", 465)
    return f"{scheme}://{login}{connection.host}:{connection.port or port}{tls}"


def _hand_over(carrier: Carrier, mail: queue.QueuedMail) -> str:
    """Deliver one mail and commit how it ended."""
    try:
        carrier.deliver(mail)
    except MailRefused as error:
        queue.settle(mail.message_id, queue.REFUSED, str(error))
        return "refused"
    except PutOff as error:
        given_up = mail.attempts >= ATTEMPTS
        queue.settle(mail.message_id, queue.REFUSED if given_up else queue.QUEUED, str(error))
        return "refused" if given_up else "put_off"
    queue.settle(mail.message_id, queue.SENT)
    return "sent"


def _carrier(smtp_url: str | None) -> Carrier:
    secret = settings().smtp_url
    url = smtp_url or (secret.get_secret_value() if secret else "")
    return Smtp(url) if url else Outbox()


class Outbox:
    """Files instead of mails; the same mail always has the same name, so that it is there once."""

    def deliver(self, mail: queue.QueuedMail) -> None:
        archive.write(
            settings().outbox, f"{mail.night}-{archive.short(mail.message_id)}", mail.message
        )

    def close(self) -> None:
        """Nothing to close."""


class Smtp:
    """One connection for many mails, opened again when the server drops it."""

    def __init__(self, url: str) -> None:
        self._at = smtp.mail_server(url)
        self._server: smtplib.SMTP | None = None

    def deliver(self, mail: queue.QueuedMail) -> None:
        message = message_from_bytes(mail.message, policy=default)
        sender = parseaddr(str(message["From"]))[1]
        options = () if mail.recipient.isascii() else ("SMTPUTF8",)
        server = self._connected()
        try:
            server.sendmail(sender, [mail.recipient], mail.message, mail_options=options)
        except smtplib.SMTPRecipientsRefused as error:
            raise _verdict(*next(iter(error.recipients.values()))) from error
        except smtplib.SMTPNotSupportedError as error:
            raise MailRefused(str(error)) from error
        except smtplib.SMTPResponseException as error:
            raise _verdict(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise PutOff(f"{type(error).__name__}: {error}") from error

    def close(self) -> None:
        if self._server:
            try:
                self._server.quit()
            except (smtplib.SMTPException, OSError):
                self._server.close()
        self._server = None

    def _connected(self) -> smtplib.SMTP:
        if self._server is None:
            try:
                self._server = self._at.connect()
            except (smtplib.SMTPException, OSError) as error:
                raise Unreachable(
                    f"{self._at.host}:{self._at.port}: {type(error).__name__}: {error}"
                ) from error
        return self._server


def _verdict(code: int, said: bytes | str) -> MailRefused | PutOff:
    """5xx is for good, 4xx for now (RFC 5321, 4.2.1)."""
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return (MailRefused if 500 <= code < 600 else PutOff)(f"{code} {words}")
