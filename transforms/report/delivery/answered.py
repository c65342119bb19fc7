"""Which mails of the answers' mailbox were read already: one row each, beside the queue of mails."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice

from sqlalchemy import Column, DateTime, Engine, MetaData, String, Table, insert, select
from sqlalchemy.exc import IntegrityError

from transforms.report.delivery import queue

_metadata = MetaData()
_answers = Table(
    "cmr_answers",
    _metadata,
    Column("mail", String(80), primary_key=True),
    Column("state", String(12), nullable=False),
    Column("read_at", DateTime, nullable=False),
)
_AT_ONCE = 500


def settled(mails: Sequence[str]) -> set[str]:
    """Those of `mails` (`uidvalidity:uid`) that were read."""
    with _engine().connect() as connection:
        return {
            mail
            for some in _batches(mails)
            for mail in connection.execute(
                select(_answers.c.mail).where(_answers.c.mail.in_(some))
            ).scalars()
        }


def settle(mail: str, state: str) -> None:
    """Write down that a mail was read and what came of it."""
    row = {"mail": mail, "state": state, "read_at": datetime.now(UTC).replace(tzinfo=None)}
    try:
        with _engine().begin() as connection:
            connection.execute(insert(_answers).values(**row))
    except IntegrityError:  # another reader was as fast
        return


def _batches(mails: Sequence[str]) -> Iterator[list[str]]:
    rest = iter(mails)
    while some := list(islice(rest, _AT_ONCE)):
        yield some


def _engine() -> Engine:
    return _with_table(queue.engine())


@lru_cache
def _with_table(engine: Engine) -> Engine:
    _metadata.create_all(engine)
    return engine
