"""How long things are kept: what is older than a community's file allows is erased, every night."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from transforms import lake
from transforms.config.communities import Community, read_folder
from transforms.config.settings import settings
from transforms.extract.door import KEPT_SINCE
from transforms.ground.clock import end_of
from transforms.lake import cursors, run_ledger
from transforms.privacy.erasure import leftovers
from transforms.privacy.forgetting import purge_orphans
from transforms.pulse import taken
from transforms.report.delivery import queue

BY_POST = ("understood/needs", "understood/emergent_themes", "ledger/wants")
DAY = 86_400
ONE_DAY = timedelta(days=1)
REACH = timedelta(days=150)
"""Longer than any night or anchor looks back (`understand`)."""
ORPHANS = "_orphans"
OLDEST = "_oldest"
"""The cursor that remembers what each file of the lake holds of old posts."""
OWNER_AND_TIME = ["community_id", "created_at"]
Posts = dict[tuple[str, str], date]
"""Network and id of posts -> the day on which each was written."""


def apply(now: datetime | None = None) -> dict[str, int]:
    """Erase posts and reports that are older than they may be; returns how many rows and files
    went, by kind.

    The age of a post counts from now, or for a community of old files (`as_of: latest`) from the
    last day in its data; the age of a report from when it was written. Damaged copies go after a
    month. Readings and marts follow: a reading goes when no post has its text any more, and the
    next stage takes what the lake lost out of the warehouse.
    """
    now = now or datetime.now(UTC)
    with run_ledger.step("retention") as facts:
        communities, errors = read_folder(settings().communities)
        gone = {"posts": 0, "archive": 0, "mails": 0, "outbox": 0}
        last = _last_nights() if any(c.as_of == "latest" for c in communities) else {}
        since = {c.name: _today(c, now, last) - timedelta(days=c.posts_days) for c in communities}
        cursors.write(
            KEPT_SINCE,
            cursors.read(KEPT_SINCE) | {name: oldest.isoformat() for name, oldest in since.items()},
        )
        gone["readings"] = _readings_left_over()
        gone["posts"] = _posts(since)
        gone["pulse"] = taken.drop(now)
        if gone["posts"]:
            cursors.write(ORPHANS, {"since": now.isoformat()})
        days = min([leftovers.KEPT_DAYS, *(c.posts_days for c in communities)])
        gone["scraps"] = sum(leftovers.drop(now - timedelta(days=days)).values())
        if not errors:  # a file that cannot be read may ask to keep what the others would not
            gone |= _reports(communities, now)
        facts |= gone
    return gone


def _readings_left_over() -> int:
    """Erase the readings of texts that no post has any more, once a stage has seen which those are."""
    since, path = cursors.read(ORPHANS).get("since"), settings().warehouse
    if (
        since is None
        or not path.exists()
        or path.stat().st_mtime < datetime.fromisoformat(since).timestamp()
    ):
        return 0
    erased = sum(purge_orphans().values())
    cursors.write(ORPHANS, {})
    return erased


def _posts(since: dict[str, datetime]) -> int:
    """Erase each community's posts written before its date; returns how many rows went.

    A file is read once in its life to know its oldest posts, and again only when one of them is too
    old.
    """
    known, met = cursors.read(OLDEST), {}
    gone: dict[str, Posts] = {name: {} for name in since}
    rows = 0
    for folder in lake.RAW:
        for name in lake.names(folder):
            place = f"{folder}/{name}"
            if place in known:
                met[place] = known[place]
            else:
                met[place] = _oldest(_read(folder, name, OWNER_AND_TIME))
            if any(written < _text(since.get(who)) for who, written in met[place].items()):
                table, kept = _older_of(folder, name, since, gone)
                rows += table.num_rows - kept.num_rows
                met[place] = _oldest(kept)
    if met != known:
        cursors.write(OLDEST, met)
    for folder in BY_POST:
        _without(folder, {community: posts for community, posts in gone.items() if posts})
    return rows


def _read(folder: str, name: str, columns: list[str]) -> pa.Table:
    file = lake.path(folder, f"{name}.parquet")
    return pq.read_table(file, columns=columns, filesystem=lake.filesystem(), partitioning=None)


def _oldest(table: pa.Table) -> dict[str, str]:
    """Community -> when the oldest of its posts was written, as text that sorts like instants."""
    found = table.group_by("community_id").aggregate([("created_at", "min")]).to_pylist()
    return {
        row["community_id"]: _text(row["created_at_min"]) for row in found if row["created_at_min"]
    }


def _text(instant: datetime | None) -> str:
    return instant.astimezone(UTC).isoformat(timespec="microseconds") if instant else ""


def _older_of(
    folder: str, name: str, since: dict[str, datetime], gone: dict[str, Posts]
) -> tuple[pa.Table, pa.Table]:
    """Take the posts that are too old out of one file, and add them to `gone`; returns the file's
    rows before and after.
    """
    table = lake.read(folder, name)
    columns = (
        table[column].to_pylist() for column in ("community_id", "network", "post_id", "created_at")
    )
    kept = []
    for community, network, post, written in zip(*columns, strict=True):
        is_old = community in since and written is not None and written < since[community]
        kept.append(not is_old)
        if is_old:
            gone[community][network, post] = written.date()
    if all(kept):
        return table, table
    rest = table.filter(pa.array(kept, pa.bool_()))
    lake.write(folder, name, rest)
    return table, rest


def _last_nights() -> dict[str, date]:
    """Community -> its last night."""
    nights = lake.read("ledger/nights").group_by("community_id").aggregate([("night", "max")])
    return {row["community_id"]: row["night_max"] for row in nights.to_pylist()}


def _today(community: Community, now: datetime, last_nights: dict[str, date]) -> datetime:
    if community.as_of != "latest":
        return now
    last = last_nights.get(community.name)
    if last is None:
        return datetime.min.replace(tzinfo=UTC) + timedelta(days=community.posts_days)
    return end_of(last, community.zone)


def _without(folder: str, gone: dict[str, Posts]) -> None:
    """Take posts out of what was understood of the days that they mattered to, in one pass."""

    def others(table: pa.Table) -> pa.Array:
        columns = (table[column].to_pylist() for column in ("community_id", "network", "post_id"))
        keep = [
            (network, post) not in gone.get(owner, {})
            for owner, network, post in zip(*columns, strict=True)
        ]
        return pa.array(keep, pa.bool_())

    if gone:
        lake.rewrite(folder, others, [name for name in lake.names(folder) if _may_say(name, gone)])


def _may_say(name: str, gone: dict[str, Posts]) -> bool:
    """Whether a file `<community>/<day>…` may say something of a post that is gone; others may."""
    community, _, rest = name.partition("/")
    try:
        day = date.fromisoformat(rest[:10])
    except ValueError:
        return True
    written = gone.get(community, {}).values()
    return bool(written) and min(written) - ONE_DAY <= day <= max(written) + REACH


def _reports(communities: list[Community], now: datetime) -> dict[str, int]:
    """Archived reports, mails in the queue's log and files in the outbox, each older than its
    readers' files allow.

    A mail over several communities is kept as long as the strictest of them says; one whose reader
    is in no file any more, as long as the strictest of all.
    """
    strictest = min((c.retention.mail_days for c in communities), default=None)
    if strictest is None:
        return {}
    days: dict[str, int] = {}
    for community in communities:
        for recipient in community.recipients:
            address = recipient.email.strip().lower()
            days[address] = min(
                community.retention.mail_days, days.get(address, community.retention.mail_days)
            )
    limits = {address: now - timedelta(days=n) for address, n in days.items()}
    return {
        "mails": queue.expire(limits, now - timedelta(days=strictest)),
        "archive": sum(
            _expired(path, path.parent.name, path.stem, days, strictest, now)
            for path in _files("archive")
        ),
        "outbox": sum(
            _expired(path, path.stem[:10], path.stem[11:], days, strictest, now)
            for path in _files("outbox")
        ),
    }


def _files(folder: str) -> list[Path]:
    return [path for path in (settings().home / folder).rglob("*") if path.is_file()]


def _expired(
    path: Path, night: str, key: str, days: dict[str, int], strictest: int, now: datetime
) -> bool:
    """Remove a report's file when it was written longer ago than its reader's communities allow."""
    age = now.timestamp() - path.stat().st_mtime
    if age <= strictest * DAY:
        return False
    try:
        readers = (
            a for a in days if queue.message_key(a, date.fromisoformat(night)).startswith(key)
        )
        allowed = days.get(next(readers, ""), strictest)
    except ValueError:
        allowed = strictest
    if age <= allowed * DAY:
        return False
    path.unlink()
    with suppress(OSError):  # a folder that still holds others
        path.parent.rmdir()
    return True
