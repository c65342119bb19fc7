"""Whether two homes hold the same night: every published row, every mail word for word.
`python -m tests.same_night HOME OTHER_HOME` prints what differs and exits with 1 where anything does.

Make each home by `cmr simulate` and `python -m tests.plain_night latest`, with CMR_HOME set and the
same CMR_PSEUDONYM_KEYS.
"""

import re
import sys
from email import message_from_bytes, policy
from pathlib import Path

from tests.same_rows import both, rows_apart

BOUNDARY = re.compile(rb"===============\d+==")
CLOCK = ("written_at",)
"""Columns that say when a row was written, which is never the same."""


def marts_apart(one: Path, other: Path) -> dict[str, int]:
    """Rows of each published mart that only one home has; a mart that only one has counts all."""
    files = (home / "published" / "marts.duckdb" for home in (one, other))
    with both(*files) as connection:
        tables = connection.execute("""
            select table_catalog, table_name from information_schema.tables
            where table_catalog in ('one', 'other') and table_schema = 'main'""").fetchall()
        has = {
            name: {table for where, table in tables if where == name} for name in ("one", "other")
        }
        alone = {
            table: connection.execute(f"select count(*) from {name}.main.{table}").fetchone()[0]
            for name in has
            for table in has[name] - (has["one"] & has["other"])
        }
        return alone | rows_apart(connection, sorted(has["one"] & has["other"]), CLOCK)


def mails_apart(one: Path, other: Path) -> list[str]:
    """Names of mails in the outbox that only one home has, or whose content or subject differ."""
    sent = [
        {path.name: _content(path) for path in (home / "outbox").iterdir()} for home in (one, other)
    ]
    names = sorted(sent[0].keys() | sent[1].keys())
    return [name for name in names if sent[0].get(name) != sent[1].get(name)]


def _content(path: Path) -> list[bytes]:
    """What a reader sees of a mail; of another file all of it."""
    if path.suffix != ".eml":
        return [path.read_bytes()]
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    parts = [part for part in mail.walk() if not part.is_multipart()]
    said = [BOUNDARY.sub(b"", part.get_payload(decode=True) or b"") for part in parts]
    return [str(mail["Subject"]).encode(), *said]


def main() -> int:
    one, other = (Path(home) for home in sys.argv[1:3])
    marts, mails = marts_apart(one, other), mails_apart(one, other)
    print(f"marts: {marts or 'the same'}\nmails: {mails or 'the same'}")
    return bool(marts or mails)


if __name__ == "__main__":
    sys.exit(main())
