"""Pulling a network source: the module's pages through the door and into the lake, remembered as
they land.
"""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from types import ModuleType
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from transforms import lake
from transforms.config.communities import Community, Source
from transforms.config.errors import StepFailed
from transforms.extract import sources
from transforms.extract.door import as_json, open_door
from transforms.extract.networks import module
from transforms.extract.pulling import credentials
from transforms.extract.pulling.client import BudgetSpent, Client
from transforms.extract.pulling.payload import through
from transforms.extract.pulling.visit import Held, Item, Page, Visit
from transforms.lake import cursors
from transforms.people.pseudonyms import read_keys
from transforms.people.sealed_ids import Seal

COMMIT_PAGES, COMMIT_ROWS, COMMIT_SECONDS = (
    50,
    5_000,
    20.0,
)  # whichever is first; a commit takes half a second
MANY = 10  # posts gone in one night, and more than were seen alive: rights may be lost, so ask once more
OF_OTHERS = Held("", False, None)  # all that is needed of them is that they were seen
KNOWN = [
    "post_id",
    "kind",
    "is_brand",
    "created_at",
    "sealed_id",
    "row_hash",
    "deleted",
    "_dlt_load_id",
    "line",
]


class Landing:
    """What the lake has of one source, and the way of new posts into it.

    only_new: leave out what the lake holds word for word.
    """

    def __init__(
        self,
        community: Community,
        source: Source,
        key: str,
        network: ModuleType,
        now: datetime,
        only_new: bool = True,
    ) -> None:
        keys = read_keys()
        self.door, self._seal = open_door(community), Seal(keys)
        self._community, self._source, self.key, self._network, self._now = (
            community,
            source,
            key,
            network,
            now,
        )
        self._slug = sources.slug(community.name, key)
        self._sealed: bool = getattr(network, "IDS_HOLD_PEOPLE", False)
        self._latest: dict[str, str] = {}
        self._gone: set[str] = set()
        self._kinds: dict[str, str] = {}
        self._said_gone: dict[str, Item] = {}
        self._left_over = False
        self.held = tuple(self._read_held())
        if not only_new:
            self._latest.clear()
        self.rows = self.repeated = self.tombstones = 0
        self.notes: list[str] = []
        self._waiting: list[dict[str, Any]] = []
        self._pages, self._committed_at = 0, time.monotonic()

    def take(self, page: Page, visit: Visit) -> None:
        """One page through the door; it lands with the next commit, and is remembered only then."""
        for item in page.items:
            is_brand = self._take(item)
            held = (
                Held(item.post_id, True, item.created_at, item.replies) if is_brand else OF_OTHERS
            )
            visit.seen[item.post_id] = held
        if page.note:
            self.notes.append(page.note)
        if page.remember is not None:
            visit.memory[page.stream] = page.remember
        self._pages += 1

    def commit_if_due(self, memory: dict[str, Any] | None) -> None:
        full = self._pages >= COMMIT_PAGES or len(self._waiting) >= COMMIT_ROWS
        if full or time.monotonic() - self._committed_at > COMMIT_SECONDS:
            self.commit(memory)

    def commit(self, memory: dict[str, Any] | None) -> None:
        """What waits into the lake, then the memory; None remembers nothing (a backfill leaves the
        cursor alone).
        """
        if self._waiting:
            from transforms.extract.load import load

            load(self._slug.replace("--", "__"), self._source.network, iter([self.arrived()]))
            self.rows += len(self._waiting)
            self._waiting = []
        if memory is not None and self._pages:
            cursors.write(self._slug, memory)
        self._pages, self._committed_at = 0, time.monotonic()

    def arrived(self) -> pa.RecordBatch:
        """What came through the door since the last commit, in the columns of the lake's folder."""
        schema = pa.schema([f for f in lake.SCHEMAS[self._table] if f.name != "_dlt_load_id"])
        return pa.RecordBatch.from_pylist(self._waiting, schema=schema)

    def alias(self, raw_id: str) -> str:
        """A short name for a post that tells nothing of it."""
        return self._seal.name(raw_id)[:16]

    def _take(self, item: Item) -> bool:
        door, network = self.door, self._source.network
        post_id = self._name(item.post_id)
        if item.deleted:
            if post_id not in self._gone:
                self._said_gone[post_id] = item
            return False
        if not door.lets_in(network, item.author_id or "") or not door.is_kept(item.created_at):
            return False
        language = item.payload.get("language") if isinstance(item.payload, dict) else None
        is_brand = door.is_brand(item.author_id or "", *item.handles)
        language = language if isinstance(language, str) else self._community.language
        payload = as_json(
            door.without_forgotten(
                through(door, self._network.PEOPLE, network, item.payload, language, item.names)
            )
        )
        row_hash = door.pseudonyms.fingerprint(f"{payload}{is_brand}".encode())
        if self._latest.get(post_id) == row_hash:
            self.repeated += 1
            return is_brand
        self._latest[post_id] = row_hash
        self._gone.discard(post_id)
        row = self._row(item, post_id, row_hash)
        row |= {
            "is_brand": is_brand,
            "payload": payload,
            "author_id": item.author_id and door.author(network, item.author_id),
        }
        self._waiting.append(row)
        return is_brand

    def settle_deleted(self, visit: Visit) -> None:
        """Tombstones for what the network said is gone; when that is most of it, only once a second
        night agrees.
        """
        aliases = {post_id: self.alias(item.post_id) for post_id, item in self._said_gone.items()}
        doubted = visit.memory.get("doubted", {})
        earlier = (
            doubted.get("posts", []) if doubted.get("night") != visit.night.isoformat() else []
        )
        alive = len(visit.seen) - len(aliases)
        if len(aliases) >= MANY and len(aliases) > alive:
            unsure = [alias for alias in aliases.values() if alias not in earlier]
            if unsure:
                visit.memory["doubted"] = {
                    "night": visit.night.isoformat(),
                    "posts": list(aliases.values()),
                }
                self.notes.append(
                    f"{len(aliases)} of {len(visit.seen)} posts are said to be gone; kept until a second night agrees"
                )
                self._pages += 1
                return
        for post_id, item in self._said_gone.items():
            self._gone.add(post_id)
            self.tombstones += 1
            self._waiting.append(self._row(item, post_id, row_hash="gone"))

    def erase_deleted(self) -> int:
        """Take every version of deleted posts out of the lake; the tombstones stay. Returns how
        many versions went.
        """
        if not self.tombstones and not self._left_over:
            return 0

        def stays(table: pa.Table) -> pa.Array:
            mine = pc.and_(
                pc.equal(table["community_id"], self._community.name),
                pc.is_in(table["post_id"], pa.array(self._gone)),
            )
            return pc.invert(pc.and_(mine, pc.is_valid(table["payload"])))

        return lake.rewrite(self._table, stays)

    def _row(self, item: Item, post_id: str, row_hash: str) -> dict[str, Any]:
        return {
            "community_id": self._community.name,
            "source": self.key,
            "network": self._source.network,
            "post_id": post_id,
            "kind": self._kinds.setdefault(post_id, item.kind),
            "in_reply_to": self.door.answered(
                self._source.network, item.in_reply_to and self._name(item.in_reply_to)
            ),
            "created_at": item.created_at,
            "followers": item.followers,
            "deleted": item.deleted,
            "sealed_id": self._seal.close(item.post_id) if self._sealed else None,
            "observed_at": datetime.now(UTC),
            "line": len(self._waiting) + 1,
            "row_hash": row_hash,
            "loaded_at": self._now,
        }

    def _name(self, raw_id: str) -> str:
        return self._seal.name(raw_id) if self._sealed else raw_id

    @property
    def _table(self) -> str:
        return f"raw/{self._source.network}"

    def _read_held(self) -> Iterator[Held]:
        files = [lake.path(self._table, f"{name}.parquet") for name in lake.names(self._table)]
        if not files:
            return
        data = ds.dataset(
            files, filesystem=lake.filesystem(), format="parquet", schema=lake.SCHEMAS[self._table]
        )
        mine = (ds.field("community_id") == self._community.name) & (ds.field("source") == self.key)
        table = data.to_table(columns=KNOWN, filter=mine)
        held: dict[str, Held] = {}
        ordered = table.sort_by(
            [("_dlt_load_id", "ascending"), ("line", "ascending")]
        ).drop_columns(["_dlt_load_id", "line"])
        for row in (
            row for batch in ordered.to_batches(max_chunksize=10_000) for row in batch.to_pylist()
        ):
            if row["deleted"]:
                self._gone.add(row["post_id"])
                self._latest.pop(row["post_id"], None)
                continue
            self._gone.discard(row["post_id"])  # it came back
            self._latest[row["post_id"]] = row["row_hash"]
            self._kinds.setdefault(row["post_id"], row["kind"])
            raw_id = self._seal.open(row["sealed_id"]) if row["sealed_id"] else row["post_id"]
            if raw_id is not None:
                held[row["post_id"]] = Held(
                    raw_id,
                    bool(row["is_brand"]),
                    row["created_at"],
                    kind=self._kinds[row["post_id"]],
                )
        self._left_over = not self._gone.isdisjoint(held)
        yield from (one for post_id, one in held.items() if post_id not in self._gone)


def pull(
    community: Community,
    source: Source,
    key: str,
    night: date,
    since: datetime | None = None,
    until: datetime | None = None,
) -> dict[str, Any]:
    """Pull one network source; with `since` and `until` a backfill of that time, which leaves the
    cursor where it is.

    Whatever came before a failure is in the lake and remembered when this raises.
    """
    network, now = module(source.network), datetime.now(UTC)
    landing = Landing(community, source, key, network, now)
    visit = open_visit(community, source, network, night, landing, now)
    visit.since, visit.until = since, until
    if visit.credentials.withheld:
        landing.notes.append(visit.credentials.withheld)
    memory = None if since else visit.memory
    spent = None
    try:
        try:
            for page in network.pull(visit):
                landing.take(page, visit)
                landing.commit_if_due(memory)
        except BudgetSpent as budget:
            spent = str(budget)
        except (KeyError, TypeError, AttributeError, IndexError) as error:
            where = f"connection '{visit.client.connection}', request {visit.client.asked}"
            raise StepFailed(
                f"{where}: an answer that is not as documented ({type(error).__name__})"
            ) from error
        finally:
            landing.settle_deleted(visit)  # what is gone must go, even when something else failed
    finally:
        landing.commit(memory)
        landing.erase_deleted()
    if visit.rejected:
        sources.set_aside(
            community,
            key,
            source.network,
            night,
            source.network,
            f"{now:%Y%m%d%H%M}",
            visit.rejected,
        )
        landing.notes.append(
            f"{len(visit.rejected)} entries set aside, first {visit.rejected[0].reason}"
        )
    said = [
        f"{landing.rows} new versions of posts, {landing.tombstones} deleted",
        *landing.notes,
        *([spent] if spent else []),
    ]
    return {
        "rows_in": landing.rows + landing.repeated + len(visit.rejected),
        "rows": landing.rows,
        "repeated": landing.repeated,
        "quarantined": len(visit.rejected),
        "deleted": landing.tombstones,
        "requests": visit.client.asked,
        "status_of_source": "partial" if spent or landing.notes else "ok",
        "message": "; ".join(said),
    }


def open_visit(
    community: Community,
    source: Source,
    network: ModuleType,
    night: date,
    landing: Landing,
    now: datetime,
) -> Visit:
    """A visit with its credentials, its client and what the source remembers."""
    held = credentials.read(source)
    address = source.instance or held.base_url or network.LANDING
    client = Client(
        address if "://" in address else f"https://{address}",
        held.connection,
        sources.nightly_budget(community, source),
    )
    client.secrets = tuple(one for one in (held.password, held.token) if one)
    memory = cursors.read(sources.slug(community.name, landing.key))
    return Visit(source, held, client, now, night, landing.alias, memory, landing.held)


def check(community: Community, source: Source, key: str) -> str:
    """One sentence that says the source can be pulled; raises what a pull would raise."""
    network, now = module(source.network), datetime.now(UTC)
    landing = Landing(community, source, key, network, now)
    visit = open_visit(community, source, network, now.date(), landing, now)
    said = network.check(visit)
    return f"{said}; {visit.credentials.withheld}" if visit.credentials.withheld else said
