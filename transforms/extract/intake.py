"""Rows of an export file through the door: accepted posts as Arrow batches, the others counted with
their reason.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

import pyarrow as pa

from transforms import lake
from transforms.extract.door import PERSON, TEXT_LIMIT, Door, as_json, clean, plain
from transforms.extract.export import PLAIN, ExportReader
from transforms.extract.fields import KNOWN, is_rounded, typed
from transforms.extract.files.rows import Rejected, Row
from transforms.extract.values.bad_field import BadField
from transforms.extract.values.texts import joined, mended, shown
from transforms.people.columns import holds_person
from transforms.people.named_ids import names_somebody, tells_by_form

BATCH = 5_000
DEEPEST = 64
SCHEMA = pa.schema([f for f in lake.SCHEMAS["raw/export"] if f.name != "_dlt_load_id"])
AUTHOR_NAMES = (
    "author_handle",
    "author_username",
    "author_name",
    "username",
    "screen_name",
    "handle",
    "author",
)


@dataclass
class Tally:
    """What became of a file's rows: `read` is the sum of the other counts, but for `future`.

    `marks` tells each of `rejected` from others by a keyed hash. Posts dated later than the pull
    are scheduled or mistyped: they count in `future`, and decide no date of the file.
    """

    read: int = 0
    new: int = 0
    known: int = 0
    repeated: int = 0
    other_account: int = 0
    forgotten: int = 0
    expired: int = 0
    future: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)
    unreadable: Counter[str] = field(default_factory=Counter)
    mended: int = 0
    no_posts: int = 0
    rounded: int = 0
    lines: int = 0
    seen: set[str] = field(default_factory=set)
    last_created_at: datetime | None = None

    @property
    def accepted(self) -> int:
        return self.new + self.known

    def __add__(self, later: "Tally") -> "Tally":
        """What became of the rows of two files, the later one's lines counted on."""
        times = [one for one in (self.last_created_at, later.last_created_at) if one]
        own = {
            one.name: getattr(self, one.name) + getattr(later, one.name)
            for one in fields(Tally)
            if one.name not in ("columns", "seen", "last_created_at", "lines")
        }
        return Tally(
            **own,
            columns=self.columns | later.columns,
            seen=self.seen | later.seen,
            last_created_at=max(times, default=None),
            lines=later.lines,
        )

    def reasons(self) -> str:
        """The reasons of the rejected rows, the most frequent first, in a few words."""
        counted = Counter((one.field, one.reason.partition(";")[0]) for one in self.rejected)
        return ", ".join(f"{n} x {name}: {reason}" for (name, reason), n in counted.most_common(3))


@dataclass(frozen=True)
class Known:
    """The versions that the lake already holds: all their hashes, and those that a later version
    replaced.
    """

    hashes: frozenset[str] = frozenset()
    replaced: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()


class Intake:
    """Takes one file's rows in and keeps the tally.

    A version that the lake holds is not taken again, unless the file went back to it: then it is
    the newest once more.
    """

    def __init__(
        self,
        door: Door,
        about: dict[str, Any],
        account: str | None = None,
        known: Known | None = None,
        reading: ExportReader = PLAIN,
        after: "Tally | None" = None,
    ) -> None:
        self.tally, self._reading, self._above = Tally(), reading, after.lines if after else 0
        self._door, self._about, self._known = door, about, known or Known()
        self._account = plain(account) if account else None
        self._before = after.seen if after else frozenset()
        self._returning: dict[tuple[str, str], dict[str, Any]] = {}
        clock = {"dates": reading.mapping.dates, "decimal": reading.mapping.decimal}
        self._aliases: dict[str, str] = {}
        self._pulled_at: datetime | None = about.get("loaded_at")
        self._clock = b"" if not any(clock.values()) else repr(clock).encode()

    def batches(self, rows: Iterable[Row | Rejected]) -> Iterator[pa.RecordBatch]:
        """The new posts, some thousand at a time, in the columns of `raw/export` without the load's
        id.
        """
        waiting: list[dict[str, Any]] = []
        for row in rows:
            self.tally.read += 1
            self.tally.lines = self._above + row.line
            try:
                post = self._take(row)
            except RecursionError:
                self._set_aside(row.line, "(line)", "nested too deeply")
                continue
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
            self._set_aside(*row)
            return None
        if is_deeper(row.values, DEEPEST):
            self._set_aside(row.line, "(line)", f"nested deeper than {DEEPEST} levels")
            return None
        self.tally.columns.update(row.values)
        if self._reading.translation.is_no_post(row.values):
            self.tally.no_posts += 1
            self.tally.read -= 1
            return None
        row = Row(row.line, self._repaired(row.values))
        if self._is_other_account(row.values.get("account")):
            self.tally.other_account += 1
            return None
        try:
            unreadable: dict[str, str] = {}
            post = typed(
                row.values, self._reading.mapping.dates, self._reading.mapping.decimal, unreadable
            )
        except BadField as error:
            self._set_aside(row.line, error.field, error.reason, _canonical(row.values))
            return None
        self.tally.unreadable.update(list(unreadable))
        post["post_id"] = self._known_as(post, row.values)
        if not self._door.lets_in(post["network"], post["author_id"] or ""):
            self.tally.forgotten += 1
            return None
        if not self._door.is_kept(post["created_at"]):
            self.tally.expired += 1
            return None
        return self._version(row, post)

    def _set_aside(self, line: int, name: str, reason: str, content: bytes = b"") -> None:
        """Count a row as refused; `content` is what tells it from others, without one its place in
        the file does.
        """
        self.tally.rejected.append(Rejected(line, name, reason))
        self.tally.marks.append(
            self._door.pseudonyms.fingerprint(content or f"{line} {name} {reason}".encode())
        )

    def _repaired(self, values: dict[str, Any]) -> dict[str, Any]:
        """The row with its text as its author wrote it, and with an id where the file has none."""
        raw = values.get("text")
        if isinstance(raw, str) and raw:
            whole = mended(raw)
            self.tally.mended += whole != raw
            if (text := shown(joined(whole))) != raw:
                values = values | {"text": text}
        self.tally.rounded += is_rounded(values.get("post_id"))
        if self._reading.mapping.ids and values.get("post_id") in (None, ""):
            said = [
                str(values.get(name)) for name in ("network", "author_id", "created_at", "text")
            ]
            made = self._door.pseudonyms.fingerprint(b"made id " + as_json(said).encode())
            values = {"author_id": made} | values | {"post_id": made}
        return values

    def _version(self, row: Row, post: dict[str, Any]) -> dict[str, Any] | None:
        tally, key = self.tally, (post["network"], post["post_id"])
        is_brand = self._door.is_brand(
            post["author_id"], *(row.values.get(name) for name in AUTHOR_NAMES)
        )
        row_hash = self._door.pseudonyms.fingerprint(
            _canonical(row.values) + (b"1" if is_brand else b"0") + self._clock
        )
        if self._pulled_at and post["created_at"] > self._pulled_at:
            tally.future += 1
        elif tally.last_created_at is None or post["created_at"] > tally.last_created_at:
            tally.last_created_at = post["created_at"]
        if row_hash in tally.seen or row_hash in self._before:
            tally.repeated += 1
            return None
        tally.seen.add(row_hash)
        self._returning.pop(key, None)
        if row_hash in self._known.hashes:
            tally.known += 1
            if row_hash in self._known.replaced:
                self._returning[key] = self._through_the_door(row, post, is_brand, row_hash)
            return None
        tally.new += 1
        return self._through_the_door(row, post, is_brand, row_hash)

    def _known_as(self, post: dict[str, Any], values: dict[str, Any]) -> str:
        """The post's id, or its alias where it names somebody; one that the lake has as it is stays
        so.
        """
        raw_id: str = post["post_id"]
        names = (post["author_id"], *(values.get(name) for name in AUTHOR_NAMES))
        if self._door.is_brand(*names):
            names = ()  # the brand is nobody, and its posts' ids often begin with its name
        if raw_id in self._known.ids or not names_somebody(raw_id, names):
            return raw_id
        return self._aliases.setdefault(raw_id, self._door.alias(raw_id))

    def _answered(self, raw_id: str | None) -> str | None:
        """The id of the post that was answered, as that post is known."""
        if raw_id is None or raw_id in self._known.ids:
            return raw_id
        alias = self._aliases.get(raw_id) or self._door.alias(raw_id)
        return (
            alias
            if raw_id in self._aliases or tells_by_form(raw_id) or alias in self._known.ids
            else raw_id
        )

    def settled(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """A batch of before the whole file was read, its answers to posts that came later known by
        their aliases.
        """
        if not self._aliases:
            return batch
        place = batch.schema.get_field_index("in_reply_to")
        answered = [self._aliases.get(one, one) for one in batch.column(place).to_pylist()]
        return batch.set_column(place, "in_reply_to", pa.array(answered, pa.string()))

    def _is_other_account(self, account: Any) -> bool:
        return (
            self._account is not None
            and account not in (None, "")
            and plain(account) != self._account
        )

    def _through_the_door(
        self, row: Row, post: dict[str, Any], is_brand: bool, row_hash: str
    ) -> dict[str, Any]:
        door, network, raw_id, raw_text = (
            self._door,
            post["network"],
            post["author_id"],
            post["text"],
        )
        extra = {
            name: value
            for name, value in row.values.items()
            if name not in KNOWN and value is not None
        }
        kept = door.anything(extra, network, raw_id) if extra else {}
        names = [
            value for name, value in extra.items() if is_whole_name(value) and holds_person(name)
        ]
        if len(raw_text) > TEXT_LIMIT:
            kept["text_characters"] = len(raw_text)
        return (
            self._about
            | post
            | {
                "is_brand": is_brand,
                "deleted": None if row.values.get("deleted") in (None, "") else post["deleted"],
                "author_id": raw_id and door.author(network, raw_id),
                "text": door.text(raw_text, network, post["language"], raw_id, names),
                "in_reply_to": door.answered(network, self._answered(post["in_reply_to"])),
                "account": self._own_account(post["account"]),
                "advice_id": post["advice_id"] and door.text(post["advice_id"], network),
                "url": door.text(post["url"], network)[:2_000]
                if post["url"] and is_brand
                else None,  # a stranger's holds their handle
                "language": post["language"] and clean(post["language"]),
                # as it was written: a name in small letters, or half a number, cannot be told
                "format": post["format"]
                and door.text(row.values["format"].strip(), network, None, raw_id, names).lower()[
                    :40
                ],
                "observed_basis": "row" if post["observed_at"] else "file",
                "extra": as_json(kept) if kept else None,
                "line": self._above + row.line,
                "row_hash": row_hash,
            }
        )

    def _own_account(self, account: str | None) -> str | None:
        """Whose community it is; another's account is a person's."""
        if account is None or self._door.is_brand(account) or plain(account) == self._account:
            return account
        return PERSON

    @staticmethod
    def _batch(posts: list[dict[str, Any]]) -> pa.RecordBatch:
        return pa.RecordBatch.from_pylist(posts, schema=SCHEMA)


def is_whole_name(value: Any) -> bool:
    """Whether a person's field holds what is hardly anything else than a name: two words, or a
    handle with a mark.
    """
    return isinstance(value, str) and len(value) >= 6 and bool(re.search(r"\w[\s._\d-]+\w", value))


def _canonical(values: dict[str, Any]) -> bytes:
    return as_json(values).encode()


def is_deeper(value: Any, levels: int) -> bool:
    """Whether a JSON value is nested deeper than so many levels; what reads it later calls itself
    once a level.
    """
    layer = [value]
    for _ in range(levels):
        layer = [
            inner
            for one in layer
            if isinstance(one, dict | list | tuple)
            for inner in (one.values() if isinstance(one, dict) else one)
            if isinstance(inner, dict | list | tuple)
        ]
        if not layer:
            return False
    return True
