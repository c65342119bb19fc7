"""How long things are kept: what is older than a community's file allows is erased, every night."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from transforms import lake
from transforms.config.communities import Community, read_folder
from transforms.config.settings import settings
from transforms.extract.door import KEPT_SINCE
from transforms.ground.clock import end_of
from transforms.lake import cursors, run_ledger
from transforms.privacy.erasure import leftovers
from transforms.privacy.forgetting import purge_orphans
from transforms.report.delivery import queue

BY_POST = ("understood/needs", "understood/emergent_themes", "ledger/wants")
DAY = 86_400
ORPHANS = "_orphans"


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
        since = {c.name: _today(c, now) - timedelta(days=c.posts_days) for c in communities}
        cursors.write(
            KEPT_SINCE,
            cursors.read(KEPT_SINCE) | {name: oldest.isoformat() for name, oldest in since.items()},
        )
        gone["readings"] = _readings_left_over()
        gone["posts"] = _posts(since)
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
    """Erase each community's posts written before its date; returns how many rows went."""
    gone = 0
    keys: dict[str, set[tuple[str, str]]] = {name: set() for name in since}
    for folder in lake.RAW:
        for name in lake.names(folder):
            if _may_hold_older(folder, name, max(since.values(), default=None)):
                gone += _older_of(folder, name, since, keys)
    for community, posts in keys.items():
        for folder in BY_POST if posts else ():
            _without(folder, community, posts)
    return gone


def _may_hold_older(folder: str, name: str, oldest: datetime | None) -> bool:
    """Whether a file may hold a post written before `oldest`, from its footer alone."""
    with lake.filesystem().open(lake.path(folder, f"{name}.parquet"), "rb") as file:
        metadata = pq.ParquetFile(file).metadata
    place = metadata.schema.names.index("created_at")
    found = [metadata.row_group(n).column(place).statistics for n in range(metadata.num_row_groups)]
    return oldest is not None and any(
        s is None or not s.has_min_max or s.min < oldest for s in found
    )


def _older_of(
    folder: str, name: str, since: dict[str, datetime], keys: dict[str, set[tuple[str, str]]]
) -> int:
    """Take the posts that are too old out of one file, and add them to `keys`; returns how many
    rows went.
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
            keys[community].add((network, post))
    if not all(kept):
        lake.write(folder, name, table.filter(pa.array(kept, pa.bool_())))
    return kept.count(False)


def _today(community: Community, now: datetime) -> datetime:
    if community.as_of != "latest":
        return now
    nights = lake.read("ledger/nights")
    mine = nights.filter(pc.equal(nights["community_id"], community.name))
    last = pc.max(mine["night"]).as_py()
    return (last and end_of(last, community.zone)) or datetime.min.replace(tzinfo=UTC) + timedelta(
        days=community.posts_days
    )


def _without(folder: str, community: str, keys: set[tuple[str, str]]) -> None:
    def others(table: pa.Table) -> pa.Array:
        columns = (table[column].to_pylist() for column in ("community_id", "network", "post_id"))
        keep = [
            owner != community or (network, post) not in keys
            for owner, network, post in zip(*columns, strict=True)
        ]
        return pa.array(keep, pa.bool_())

    lake.rewrite(folder, others)


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
    try:
        readers = (
            a for a in days if queue.message_key(a, date.fromisoformat(night)).startswith(key)
        )
        allowed = days.get(next(readers, ""), strictest)
    except ValueError:
        allowed = strictest
    if now.timestamp() - path.stat().st_mtime <= allowed * DAY:
        return False
    path.unlink()
    with suppress(OSError):  # a folder that still holds others
        path.parent.rmdir()
    return True
