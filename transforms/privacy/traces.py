"""What tells of a person in the data: their posts, the passages that are their own, texts that only
they wrote.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import orjson
import pyarrow as pa

from transforms import lake
from transforms.people.redaction import passages, spoken, words
from transforms.pulse import taken

COMMON = 3
"""A passage that this many others wrote in passing is a figure of speech, and nobody's own."""
QUOTED = 4
"""A text that shares this many passages with somebody quotes them."""
LATE = datetime.max.replace(tzinfo=UTC)
COLUMNS = ["network", "post_id", "author_id", "created_at", "text", "payload"]


@dataclass
class Traces:
    """What was found: keys of their posts, their own passages, and the hashes of texts that are
    theirs alone.
    """

    posts: set[tuple[str, str]] = field(default_factory=set)
    passages: dict[str, datetime] = field(default_factory=dict)
    hashes: set[str] = field(default_factory=set)

    def names(self) -> set[str]:
        """Ids of posts that cannot be mistaken for a number or a word, which links and logs may
        hold.
        """
        return {post for _, post in self.posts if len(post) >= 8 and any(c.isdigit() for c in post)}


def gather(theirs: set[str], databases: Iterable[Path]) -> Traces:
    """Everything that tells of the person behind the pseudonyms `theirs`, in the lake and in DuckDB
    files.
    """
    traces = Traces()
    for row in _rows(theirs, mine=True):
        _note(row, traces)
    for path in databases:
        _from_database(path, theirs, traces)
    _leave_to_others(traces, theirs)
    return traces


def is_distinctive(raw_id: str) -> bool:
    """Whether an id can be taken out of texts without meeting words or numbers that mean something
    else.
    """
    said = spoken(raw_id)
    if said.replace(" ", "").isdigit():
        return len(said) >= 8
    return len(said) >= 5 and (not said.isalpha() or len(said) >= 12)


def _note(row: dict[str, Any], traces: Traces) -> None:
    traces.posts.add((row["network"], row["post_id"]))
    at = row["created_at"] or LATE
    for text in _texts(row):
        for passage, _, _ in passages(words(text)):
            traces.passages[passage] = min(at, traces.passages.get(passage, LATE))


def _leave_to_others(traces: Traces, theirs: set[str]) -> None:
    """Passages that somebody else wrote first, or that several wrote in passing, are not the
    person's own.
    """
    if not traces.passages:
        return
    users: dict[str, set[str]] = defaultdict(set)
    for row in _rows(theirs, mine=False):
        for text in _texts(row):
            shared = {
                passage for passage, _, _ in passages(words(text)) if passage in traces.passages
            }
            for passage in shared:
                if (row["created_at"] or LATE) < traces.passages[passage]:
                    users[passage] |= {str(n) for n in range(COMMON)}
                elif len(shared) < QUOTED:
                    users[passage].add(row["author_id"] or "")
    for passage, others in users.items():
        if len(others) >= COMMON:
            del traces.passages[passage]


def _rows(theirs: set[str], mine: bool) -> Iterator[dict[str, Any]]:
    for folder in (*lake.RAW, taken.FOLDER):
        for name in lake.names(folder):
            table = lake.read(folder, name)
            table = table.select([c for c in COLUMNS if c in table.column_names])
            of_them = pa.compute.is_in(table["author_id"], pa.array(sorted(theirs), pa.string()))
            wanted = table.filter(of_them if mine else pa.compute.invert(of_them))
            for batch in wanted.to_batches(max_chunksize=10_000):
                yield from batch.to_pylist()


def _texts(row: dict[str, Any]) -> Iterator[str]:
    """The texts of a post: of an export's row its text, of a network's payload every string with
    several words.
    """
    if row.get("text"):
        yield row["text"]
    if row.get("payload"):
        yield from _strings(orjson.loads(row["payload"]))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if " " in value:
            yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def _from_database(path: Path, theirs: set[str], traces: Traces) -> None:
    """Posts that the lake may have lost already, and the hashes of texts; a table without authors
    says nothing.
    """
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = connection.execute(
            "select schema_name, table_name, list(column_name) from duckdb_columns() where database_name = "
            "current_database() and table_name in (select table_name from duckdb_tables()) group by all "
            "having list_has_all(list(column_name), ['network', 'post_id', 'author_id', 'text', 'text_hash'])"
        ).fetchall()
        for schema, table, columns in tables:
            created = "created_at" if "created_at" in columns else "null"
            found = connection.execute(
                f'select network, post_id, {created}, text, text_hash from "{schema}"."{table}" '
                "where list_contains(?, author_id)",
                [sorted(theirs)],
            ).fetchall()
            for network, post_id, at, text, _ in found:
                _note(
                    {"network": network, "post_id": post_id, "created_at": at, "text": text}, traces
                )
            hashes = {row[4] for row in found if row[4]}
            others = connection.execute(
                f'select distinct text_hash from "{schema}"."{table}" where list_contains(?, text_hash) '
                "and not list_contains(?, coalesce(author_id, ''))",
                [sorted(hashes), sorted(theirs)],
            ).fetchall()
            traces.hashes |= hashes - {row[0] for row in others}
