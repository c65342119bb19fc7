"""The pull of a source of files: what of them the lake does not hold yet, all of a file or nothing."""

import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from transforms.config.communities import Community, Source
from transforms.config.errors import BadInput
from transforms.extract import export, sources
from transforms.extract.door import Door, open_door
from transforms.extract.exports import held, told, usable
from transforms.extract.intake import SCHEMA, Intake, Known, Tally
from transforms.lake import cursors, schemas

VERSION = 1  # of reading and masking: a new one reads every file again


def pull(community: Community, source: Source, key: str, night: date) -> dict[str, Any]:
    """Take in what the source's files have that the lake has not; returns what is told of it.

    BadInput when no file can be used.
    """
    visit = _Visit(community, source, key, night, export.files(source), open_door(community))
    slug, version = sources.slug(community.name, key), _version(visit)
    before = cursors.read(slug)
    if before.get("version") == version and held.any_files():
        return _unchanged(before, night)
    taken = _take_in(visit)
    facts, later = (
        told.facts(taken.tally, source, taken.said, set_aside) for set_aside in (taken.fresh, 0)
    )
    cursors.write(
        slug, {"version": version, "facts": facts, "later": later, "night": night.isoformat()}
    )
    return facts


@dataclass(frozen=True)
class _Visit:
    """One night's look at a source of files."""

    community: Community
    source: Source
    key: str
    night: date
    paths: list[Path]
    door: Door
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    @cached_property
    def reading(self) -> export.ExportReader:
        return export.ExportReader.of(self.community, self.source)

    @cached_property
    def known(self) -> Known:
        return held.versions(self.community.name, self.key)

    def intake(self, path: Path, after: Tally) -> Intake:
        """Who takes in one file's rows, after those of the files before."""
        about = {
            "community_id": self.community.name,
            "source": self.key,
            "file": path.name,
            "loaded_at": self.now,
        }
        return Intake(self.door, about, self.source.account, self.known, self.reading, after)


@dataclass
class _Taken:
    """What became of the files' rows; `fresh`: how many were set aside that never were before."""

    tally: Tally = field(default_factory=Tally)
    notes: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    fresh: int = 0

    @property
    def said(self) -> list[str]:
        return [*(f"{told.GAVE_NOTHING}: {one}" for one in self.refused), *self.notes]


def _unchanged(before: dict[str, Any], night: date) -> dict[str, Any]:
    """What the last pull found, of a file that did not change since; what it set aside is told on
    its own night.
    """
    is_same_night = before.get("night") in (None, night.isoformat())
    facts = before["facts"] if is_same_night else before["later"]
    return facts | {
        "rows": 0,
        "unchanged": True,
        "message": "no change since the last pull; " + facts["message"],
    }


def _version(visit: _Visit) -> str:
    """What decides the posts that come of the files: their content, how it is read, and who is the
    brand.
    """
    source, door = visit.source, visit.door
    prints = [export.fingerprint(path) for path in visit.paths]
    content = (
        prints[0] if len(prints) == 1 else hashlib.sha256("".join(prints).encode()).hexdigest()
    )
    read_as = source.mapping.model_dump_json(exclude_defaults=True)
    reading = hashlib.sha256(read_as.encode()).hexdigest()[:12] if read_as != "{}" else ""
    parts = (content, str(VERSION), reading, door.pseudonyms.version, source.account or "")
    return "-".join(one for one in (*parts, *sorted(door.brand)) if one != "")


def _take_in(visit: _Visit) -> _Taken:
    """Load the files' new posts; a file that cannot be used as a whole gives nothing, and the
    others go on.
    """
    taken = _Taken()
    with tempfile.TemporaryFile() as waiting:
        with pa.ipc.new_stream(waiting, SCHEMA) as writer:
            for path in visit.paths:
                _take_file(path, visit, taken, writer)
        usable.check_all(visit.community, visit.paths, taken.tally, taken.refused)
        if taken.tally.new:
            from transforms.extract.load import load

            waiting.seek(0)
            pipeline = sources.slug(visit.community.name, visit.key).replace("--", "__")
            load(pipeline, "export", _observed(waiting, visit, taken.tally))
    return taken


def _take_file(
    path: Path, visit: _Visit, taken: _Taken, writer: pa.ipc.RecordBatchStreamWriter
) -> None:
    intake, said = visit.intake(path, taken.tally), list[str]()
    try:
        for batch in _whole_file(path, intake, visit.reading, said):
            writer.write_batch(batch)
    except BadInput as error:
        taken.refused.append(str(error))
        return
    if intake.tally.rejected:
        taken.fresh += _set_aside(path, visit, intake.tally)
    taken.tally += intake.tally
    taken.notes += said


def _set_aside(path: Path, visit: _Visit, tally: Tally) -> int:
    about = (visit.community, visit.key, visit.source.network, visit.night)
    return sources.set_aside(
        *about, path.name, export.fingerprint(path), tally.rejected, tally.marks
    )


def _whole_file(
    path: Path, intake: Intake, reading: export.ExportReader, notes: list[str]
) -> Iterator[pa.RecordBatch]:
    """The file's new posts, once all of it has been read; BadInput when it cannot be used."""
    with tempfile.TemporaryFile() as waiting:
        with pa.ipc.new_stream(waiting, SCHEMA) as writer:
            for batch in intake.batches(export.read(path, reading, notes)):
                writer.write_batch(batch)
        usable.check(path, intake.tally, reading)
        waiting.seek(0)
        for batch in pa.ipc.open_stream(waiting):
            yield intake.settled(batch)


def _observed(waiting: Any, visit: _Visit, tally: Tally) -> Iterator[pa.RecordBatch]:
    """The batches; metrics without a time of reading were read at the end of the file's last local
    day, or now while that day lasts.
    """
    read_at, zone = visit.now, visit.community.zone
    if tally.last_created_at is not None:
        last_day = tally.last_created_at.astimezone(zone).date()
        midnight = datetime.combine(last_day + timedelta(days=1), time(), tzinfo=zone)
        read_at = min(read_at, midnight.astimezone(UTC) - timedelta(microseconds=1))
    default = pa.scalar(read_at, type=schemas.utc)
    for batch in pa.ipc.open_stream(waiting):
        place = batch.schema.get_field_index("observed_at")
        yield batch.set_column(place, "observed_at", pc.fill_null(batch.column(place), default))
