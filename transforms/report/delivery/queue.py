"""The mail queue and send log: one row per (recipient, night) and per (recipient, event of a
crisis), in SQLite or PostgreSQL.

A row goes queued -> intent -> sent or refused, or is withdrawn when its reader left before.
`intent` is committed before the server hears MAIL FROM and `sent` after its 250, so a mail is never
lost; a sender killed between the server's 250 and our commit leaves an intent that is sent again
under the same Message-ID. That window is the only way to a duplicate.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import IntegrityError

from transforms.config.settings import make_home, settings
from transforms.ground.sole import sole

QUEUED, INTENT, SENT, REFUSED, WITHDRAWN = "queued", "intent", "sent", "refused", "withdrawn"
_ADVISORY_LOCK = 0x434D52

_metadata = MetaData()
_mails = Table(
    "cmr_mails",
    _metadata,
    Column("message_id", String(120), primary_key=True),
    Column("recipient", String(254), nullable=False),
    Column("night", Date, nullable=False),
    Column("due_at", DateTime, nullable=False, index=True),
    Column("state", String(10), nullable=False, index=True),
    Column("attempts", Integer, nullable=False, default=0),
    Column("reason", String(500)),
    Column("message", LargeBinary),
    Column("changed_at", DateTime, nullable=False),
)


@dataclass(frozen=True)
class QueuedMail:
    """A mail of the queue: `message` is its RFC 5322 form."""

    message_id: str
    recipient: str
    night: date
    message: bytes
    attempts: int


def message_key(address: str, night: date) -> str:
    """What makes a mail unique: 32 hex digits of (recipient, night)."""
    return hashlib.sha256(f"{address.strip().lower()}\n{night.isoformat()}".encode()).hexdigest()[
        :32
    ]


def put(message_id: str, recipient: str, night: date, due_at: datetime, message: bytes) -> str:
    """Queue a mail, or renew it while it has not left; returns its state: a mail that left is never
    touched.

    A withdrawn mail that was never tried waits again: its reader came back.
    """
    values = {
        "recipient": recipient,
        "night": night,
        "due_at": _naive(due_at),
        "message": message,
        "changed_at": _now(),
    }
    renewable = (_mails.c.state == QUEUED) | (
        (_mails.c.state == WITHDRAWN) & (_mails.c.attempts == 0)
    )
    with engine().begin() as connection:
        renewed = connection.execute(
            update(_mails)
            .where(_mails.c.message_id == message_id, renewable)
            .values(state=QUEUED, **values)
        )
        if renewed.rowcount:
            return QUEUED
    try:
        with engine().begin() as connection:
            connection.execute(
                insert(_mails).values(message_id=message_id, state=QUEUED, attempts=0, **values)
            )
    except IntegrityError:
        return state(message_id) or QUEUED
    return QUEUED


def state(message_id: str) -> str | None:
    with engine().connect() as connection:
        return connection.execute(
            select(_mails.c.state).where(_mails.c.message_id == message_id)
        ).scalar()


def due(now: datetime) -> list[str]:
    """The Message-IDs to send: open intents of a dead sender first, then what is due, oldest first."""
    waiting = (_mails.c.state == INTENT) | (
        (_mails.c.state == QUEUED) & (_mails.c.due_at <= _naive(now))
    )
    order = (_mails.c.state != INTENT, _mails.c.due_at, _mails.c.message_id)
    with engine().connect() as connection:
        return list(
            connection.execute(
                select(_mails.c.message_id).where(waiting).order_by(*order)
            ).scalars()
        )


def intend(message_id: str) -> QueuedMail | None:
    """Commit the intent to send and return the mail; None when it left already."""
    open_ = _mails.c.state.in_((QUEUED, INTENT))
    with engine().begin() as connection:
        changed = connection.execute(
            update(_mails)
            .where(_mails.c.message_id == message_id, open_)
            .values(state=INTENT, attempts=_mails.c.attempts + 1, changed_at=_now())
        )
        if not changed.rowcount:
            return None
        row = connection.execute(select(_mails).where(_mails.c.message_id == message_id)).one()
    return QueuedMail(row.message_id, row.recipient, row.night, row.message or b"", row.attempts)


def settle(message_id: str, state: str, reason: str | None = None) -> None:
    """Commit how an intent ended; what left keeps no copy here, the archive has it."""
    values = {"state": state, "reason": reason and reason[:500], "changed_at": _now()}
    if state == SENT:
        values["message"] = None
    with engine().begin() as connection:
        connection.execute(update(_mails).where(_mails.c.message_id == message_id).values(**values))


def waiting_addresses() -> set[str]:
    """The addresses, in lower case, that a mail still waits for."""
    waiting = select(_mails.c.recipient).where(_mails.c.state.in_((QUEUED, INTENT)))
    with engine().connect() as connection:
        return {address.lower() for address in connection.execute(waiting).scalars()}


def withdraw(addresses: set[str]) -> int:
    """Take back every mail that waits for one of `addresses` (in lower case); returns how many.
    Their text is gone.
    """
    withdrawn = 0
    with engine().begin() as connection:
        for row in connection.execute(
            select(_mails.c.message_id, _mails.c.recipient).where(
                _mails.c.state.in_((QUEUED, INTENT))
            )
        ).all():
            if row.recipient.lower() in addresses:
                gone = {"state": WITHDRAWN, "message": None, "changed_at": _now()}
                connection.execute(
                    update(_mails).where(_mails.c.message_id == row.message_id).values(**gone)
                )
                withdrawn += 1
    return withdrawn


def expire(limits: Mapping[str, datetime], otherwise: datetime) -> int:
    """Take mails that are over, and ended before their reader's limit, out of the log; returns how
    many.

    limits: address in lower case -> instant; `otherwise` for every other address.
    """
    over = (SENT, REFUSED, WITHDRAWN)
    with engine().begin() as connection:
        rows = connection.execute(
            select(_mails.c.message_id, _mails.c.recipient, _mails.c.changed_at).where(
                _mails.c.state.in_(over)
            )
        ).all()
        gone = [
            r.message_id
            for r in rows
            if r.changed_at < _naive(limits.get(r.recipient.lower(), otherwise))
        ]
        for message_id in gone:
            connection.execute(delete(_mails).where(_mails.c.message_id == message_id))
    return len(gone)


def recipients() -> set[tuple[str, date]]:
    """Every (address in lower case, night) that has a mail, whatever its state."""
    with engine().connect() as connection:
        rows = connection.execute(select(_mails.c.recipient, _mails.c.night)).all()
    return {(row.recipient.lower(), row.night) for row in rows}


def counts() -> dict[str, int]:
    """How many mails are in each state."""
    with engine().connect() as connection:
        rows = connection.execute(
            select(_mails.c.state, func.count()).group_by(_mails.c.state)
        ).all()
    return {state: int(n) for state, n in rows}


@contextmanager
def sole_sender() -> Iterator[bool]:
    """True for the one process that may send now; the system frees the lock of a process that dies."""
    current = engine()
    if current.dialect.name == "postgresql":
        with current.connect() as connection:
            yield bool(
                connection.execute(
                    text("select pg_try_advisory_lock(:k)"), {"k": _ADVISORY_LOCK}
                ).scalar()
            )
        return
    with sole(make_home() / "mail.lock") as alone:
        yield alone


def engine() -> Engine:
    return _engine(settings().mail_db_url)


@lru_cache
def _engine(url: str) -> Engine:
    if url.startswith("sqlite:///"):
        make_home()
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    created = create_engine(
        url, connect_args={"timeout": 60} if url.startswith("sqlite") else {}, pool_pre_ping=True
    )
    if created.dialect.name == "sqlite":
        event.listen(
            created,
            "connect",
            lambda connection, _: connection.execute("pragma journal_mode = wal"),
        )
    _metadata.create_all(created)
    return created


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _naive(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(tzinfo=None)
