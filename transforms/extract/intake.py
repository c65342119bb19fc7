"""Rows of an export file through the door: accepted posts as Arrow batches, the others counted with their reason."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pyarrow as pa

from transforms import lake
from transforms.extract.door import TEXT_LIMIT, Door, as_json, clean, plain
from transforms.extract.export import Rejected, Row
from transforms.extract.fields import KNOWN, BadField, typed

BATCH = 5_000
SCHEMA = pa.schema([f for f in lake.SCHEMAS["raw/export"] if f.name != "_dlt_load_id"])
AUTHOR_NAMES = ("author_handle", "author_username", "author_name", "username", "screen_name", "handle", "author")


@dataclass
class Tally:
    """What became of a file's rows: `read` is the sum of the other counts."""

    read: int = 0
    new: int = 0
    known: int = 0
    repeated: int = 0
    other_account: int = 0
    forgotten: int = 0
    expired: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)
    last_created_at: datetime | None = None

    @property
    def accepted(self) -> int:
        return self.new + self.known

    def reasons(self) -> str:
        """The reasons of the rejected rows, the most frequent first, in a few words."""
        counted = Counter((one.field, one.reason.partition(";")[0]) for one in self.rejected)
        return ", ".join(f"{n} x {name}: {reason}" for (name, reason), n in counted.most_common(3))


@dataclass(frozen=True)
class Known:
    """The versions that the lake already holds: all their hashes, and those that a later version replaced."""

    hashes: frozenset[str] = frozenset()
    replaced: frozenset[str] = frozenset()


class Intake:
    """Takes one file's rows in and keeps the tally.

    A version that the lake holds is not taken again, unless the file went back to it: then it is the newest once more.
    """

    def __init__(
        self, door: Door, about: dict[str, Any], account: str | None = None, known: Known | None = None
    ) -> None:
        self.tally = Tally()
        self._door, self._about, self._known = door, about, known or Known()
        self._account = plain(account) if account else None
        self._seen: set[str] = set()
        self._returning: dict[tuple[str, str], dict[str, Any]] = {}

    def batches(self, rows: Iterable[Row | Rejected]) -> Iterator[pa.RecordBatch]:
        """The new posts, some thousand at a time, in the columns of `raw/export` without the load's id."""
        waiting: list[dict[str, Any]] = []
        for row in rows:
            self.tally.read += 1
            post = self._take(row)
            if post is not None:
                waiting.append(post)
            if len(waiting) >= BATCH:
                yield self._batch(waiting)
                waiting = []
        waiting.extend(self._returning.values())
        self.tally.new += len(self._returning)
        self.tally.known -= len(self._returning)
        if waiting:
            yield self._batch(waiting)

    def _take(self, row: Row | Rejected) -> dict[str, Any] | None:
        if isinstance(row, Rejected):
            self.tally.rejected.append(row)
            return None
        self.tally.columns.update(row.values)
        if self._is_other_account(row.values.get("account")):
            self.tally.other_account += 1
            return None
        try:
            post = typed(row.values)
        except BadField as error:
            self.tally.rejected.append(Rejected(row.line, error.field, error.reason))
            return None
        if not self._door.lets_in(post["network"], post["author_id"] or ""):
            self.tally.forgotten += 1
            return None
        if not self._door.is_kept(post["created_at"]):
            self.tally.expired += 1
            return None
        return self._version(row, post)

    def _version(self, row: Row, post: dict[str, Any]) -> dict[str, Any] | None:
        tally, key = self.tally, (post["network"], post["post_id"])
        is_brand = self._door.is_brand(post["author_id"], *(row.values.get(name) for name in AUTHOR_NAMES))
        row_hash = self._door.pseudonyms.fingerprint(_canonical(row.values) + (b"1" if is_brand else b"0"))
        if tally.last_created_at is None or post["created_at"] > tally.last_created_at:
            tally.last_created_at = post["created_at"]
        if row_hash in self._seen:
            tally.repeated += 1
            return None
        self._seen.add(row_hash)
        self._returning.pop(key, None)
        if row_hash in self._known.hashes:
            tally.known += 1
            if row_hash in self._known.replaced:
                self._returning[key] = self._through_the_door(row, post, is_brand, row_hash)
            return None
        tally.new += 1
        return self._through_the_door(row, post, is_brand, row_hash)

    def _is_other_account(self, account: Any) -> bool:
        return self._account is not None and account not in (None, "") and plain(account) != self._account

    def _through_the_door(self, row: Row, post: dict[str, Any], is_brand: bool, row_hash: str) -> dict[str, Any]:
        door, network, raw_id, raw_text = self._door, post["network"], post["author_id"], post["text"]
        extra = {name: value for name, value in row.values.items() if name not in KNOWN and value is not None}
        kept = door.anything(extra, network, raw_id) if extra else {}
        if len(raw_text) > TEXT_LIMIT:
            kept["text_characters"] = len(raw_text)
        return (
            self._about
            | post
            | {
                "is_brand": is_brand,
                "author_id": raw_id and door.author(network, raw_id),
                "text": door.text(raw_text, network, post["language"], raw_id),
                "in_reply_to": door.answered(network, post["in_reply_to"]),
                "url": clean(post["url"])[:2_000]
                if post["url"] and is_brand
                else None,  # a stranger's holds their handle
                "language": post["language"] and clean(post["language"]),
                "format": post["format"] and clean(post["format"]),
                "observed_basis": "row" if post["observed_at"] else "file",
                "extra": as_json(kept) if kept else None,
                "line": row.line,
                "row_hash": row_hash,
            }
        )

    @staticmethod
    def _batch(posts: list[dict[str, Any]]) -> pa.RecordBatch:
        return pa.RecordBatch.from_pylist(posts, schema=SCHEMA)


def _canonical(values: dict[str, Any]) -> bytes:
    return as_json(values).encode()
