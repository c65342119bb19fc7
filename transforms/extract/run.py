"""The extract step: every source of every community, through the door, into the lake."""

import hashlib
import logging
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from transforms import lake
from transforms.config.communities import Community, Source, read_folder
from transforms.config.errors import BadInput, StepFailed
from transforms.config.settings import settings
from transforms.extract import export, sources
from transforms.extract.door import Door, open_door
from transforms.extract.fields import typed
from transforms.extract.files.bytes import suffix
from transforms.extract.files.header import check_columns
from transforms.extract.files.rows import Rejected
from transforms.extract.intake import SCHEMA, Intake, Known, Tally
from transforms.extract.values.refused import BadField
from transforms.lake import cursors, damage, run_ledger, schemas

log = logging.getLogger("cmr")

LOOKED_AT = 200
GAVE_NOTHING = "a file gave nothing"
VERSION = 1  # of reading and masking: a new one reads every file again


def is_anybody_due() -> bool:
    """Whether a community's local day has ended since its sources were pulled."""
    communities, _ = read_folder(settings().communities)
    return any(sources.is_due(community, datetime.now(UTC)) for community in communities)


def list_sources(only_due: bool = False) -> list[dict[str, Any]]:
    """Every source to pull tonight: {community, source (its number in the file, from 0), key}.

    only_due: of the communities whose local day has ended since their last pull, and of no others.
    Raw files that cannot be read any more are set aside before, so that the pulls bring back what
    they held.
    """
    damage.mend(lake.RAW)
    communities, errors = read_folder(settings().communities)
    for error in errors:
        log.error("%s", error)
    return [
        {"community": community.name, "source": number, "key": key}
        for community in communities
        if not only_due or sources.is_due(community, datetime.now(UTC))
        for number, key in enumerate(sources.keys(community))
    ]


def extract_night(community: str, source: int, night: str | None = None) -> dict[str, Any]:
    """Pull what one source has since last time; returns counts and the status that was recorded.

    Raises after recording: BadInput when a person has to mend something, StepFailed otherwise.
    """
    with run_ledger.step("extract", community=community) as facts:
        found, place, key = sources.find(community, source)
        facts |= {"source": key, "network": place.network}
        day = sources.night_of(found, night, datetime.now(UTC))
        try:
            if place.network == "export":
                facts |= _extract_export(found, place, key, day)
            else:
                from transforms.extract.pull import pull

                facts |= pull(found, place, key, day)
        except Exception as error:
            plain_words = isinstance(error, BadInput | StepFailed | OSError)
            message = (
                str(error)
                if plain_words
                else f"{type(error).__name__} while pulling; see the task's log"
            )
            with suppress(OSError):  # a full disk must not hide what went wrong first
                sources.record(
                    found, key, place.network, day, "failed", _without_folders(message, place)
                )
            raise
        sources.record(
            found,
            key,
            place.network,
            day,
            facts["status_of_source"],
            facts["message"],
            facts["rows"],
            facts["quarantined"],
        )
        return facts


def _without_folders(message: str, source: Source) -> str:
    """A message as the mail shows it: files by their names, because where they lie is nobody's
    business.
    """
    folders = {
        settings().home,
        settings().home.resolve(),
        settings().communities,
        Path(source.path or ".").parent,
    }
    for folder in sorted((str(one) for one in folders if one.is_absolute()), key=len, reverse=True):
        message = message.replace(f"{folder}/", "")
    return message


def _extract_export(community: Community, source: Source, key: str, night: date) -> dict[str, Any]:
    paths, slug, door = (
        export.files(source),
        sources.slug(community.name, key),
        open_door(community),
    )
    version = _version(source, paths, door)
    before = cursors.read(slug)
    if before.get("version") == version and _has_files("export"):
        return _unchanged(before, night)
    tally, said, fresh = _take_in(community, source, key, night, paths, door)
    facts, later = (_facts(tally, source, said, set_aside) for set_aside in (fresh, 0))
    cursors.write(
        slug, {"version": version, "facts": facts, "later": later, "night": night.isoformat()}
    )
    return facts


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


def _version(source: Source, paths: list[Path], door: Door) -> str:
    """What decides the posts that come of the files: their content, how it is read, and who is the
    brand.
    """
    prints = [export.fingerprint(path) for path in paths]
    content = (
        prints[0] if len(prints) == 1 else hashlib.sha256("".join(prints).encode()).hexdigest()
    )
    read_as = source.mapping.model_dump_json(exclude_defaults=True)
    reading = hashlib.sha256(read_as.encode()).hexdigest()[:12] if read_as != "{}" else ""
    return "-".join(
        one
        for one in (
            content,
            str(VERSION),
            reading,
            door.pseudonyms.version,
            source.account or "",
            *sorted(door.brand),
        )
        if one != ""
    )


def _take_in(
    community: Community, source: Source, key: str, night: date, paths: list[Path], door: Door
) -> tuple[Tally, list[str], int]:
    """What became of the files' rows, what else is to be said, and how many rows were set aside
    that never were before; BadInput when no file can be used.

    A file that cannot be used as a whole gives nothing, and the others go on.
    """
    known, reading = _known(community.name, key), export.Reading.of(community, source)
    tally = Tally()
    notes: list[str] = []
    refused: list[str] = []
    now, fresh = datetime.now(UTC), 0
    with tempfile.TemporaryFile() as waiting:
        with pa.ipc.new_stream(waiting, SCHEMA) as writer:
            for path in paths:
                about = {
                    "community_id": community.name,
                    "source": key,
                    "file": path.name,
                    "loaded_at": now,
                }
                intake = Intake(door, about, source.account, known, reading, after=tally)
                said: list[str] = []
                try:
                    for batch in _whole_file(path, intake, reading, said):
                        writer.write_batch(batch)
                except BadInput as error:
                    refused.append(str(error))
                    continue
                if intake.tally.rejected:
                    fresh += _set_aside(community, source, key, night, path, intake.tally)
                tally, notes = tally + intake.tally, notes + said
        if len(refused) == len(paths):
            raise BadInput(
                refused[0] + (f" (and {len(refused) - 1} more files)" if len(refused) > 1 else "")
            )
        if tally.expired and not tally.accepted:
            raise BadInput(
                f"{paths[0]}: all {tally.expired:,} posts are older than the {community.posts_days} days they are "
                "kept; none was taken in; are they old files? then add `as_of: latest`, else a larger `retention_days`"
            )
        if tally.new:
            from transforms.extract.load import load

            waiting.seek(0)
            pipeline = sources.slug(community.name, key).replace("--", "__")
            load(pipeline, "export", _observed(waiting, community, tally, now))
    return tally, [*(f"{GAVE_NOTHING}: {one}" for one in refused), *notes], fresh


def _set_aside(
    community: Community, source: Source, key: str, night: date, path: Path, tally: Tally
) -> int:
    about = (community, key, source.network, night, path.name, export.fingerprint(path))
    return sources.set_aside(*about, tally.rejected, tally.marks)


def _whole_file(
    path: Path, intake: Intake, reading: export.Reading, notes: list[str]
) -> Iterator[pa.RecordBatch]:
    """The file's new posts, once all of it has been read; BadInput when it cannot be used."""
    with tempfile.TemporaryFile() as waiting:
        with pa.ipc.new_stream(waiting, SCHEMA) as writer:
            for batch in intake.batches(export.read(path, reading, notes)):
                writer.write_batch(batch)
        _check(path, intake.tally, reading)
        waiting.seek(0)
        for batch in pa.ipc.open_stream(waiting):
            yield intake.settled(batch)


def _check(path: Path, tally: Tally, reading: export.Reading) -> None:
    """BadInput when what was read of a file shows that all of it is not to be used."""
    if tally.columns:
        check_columns(path, reading.translation.made_of(tally.columns), reading.translation)
    if tally.read == len(tally.rejected) and tally.read:
        first = tally.rejected[0]
        raise BadInput(
            f"{path}: no row can be used; the first: line {first.line}, {first.field}: {first.reason}"
        )
    if tally.rounded > 2 and tally.rounded * 5 > tally.read:
        raise BadInput(
            f"{path}: post_id: {tally.rounded} of {tally.read} ids end in zeros after their fifteenth digit, as when a "
            "spreadsheet rounds them; export again and import that column as text, or posts would be taken for others"
        )
    if tally.read == 0 and suffix(path) in export.OBJECTS:
        raise BadInput(
            f"{path}: the file holds no row; export it again, or remove the source from the community file"
        )


def _observed(
    waiting: Any, community: Community, tally: Tally, loaded_at: datetime
) -> Iterator[pa.RecordBatch]:
    """The batches; metrics without a time of reading were read at the end of the file's last local
    day, or now while that day lasts.
    """
    read_at = loaded_at
    if tally.last_created_at is not None:
        last_day = tally.last_created_at.astimezone(community.zone).date()
        midnight = datetime.combine(last_day + timedelta(days=1), time(), tzinfo=community.zone)
        read_at = min(loaded_at, midnight.astimezone(UTC) - timedelta(microseconds=1))
    default = pa.scalar(read_at, type=schemas.utc)
    for batch in pa.ipc.open_stream(waiting):
        place = batch.schema.get_field_index("observed_at")
        yield batch.set_column(place, "observed_at", pc.fill_null(batch.column(place), default))


def _known(community_id: str, key: str) -> Known:
    """The versions that the lake holds of this source."""
    if not _has_files("export"):
        return Known()
    columns = ["network", "post_id", "row_hash", "_dlt_load_id", "line"]
    files = [lake.path("raw/export", f"{name}.parquet") for name in lake.names("raw/export")]
    data = ds.dataset(
        files, filesystem=lake.filesystem(), format="parquet", schema=lake.SCHEMAS["raw/export"]
    )
    mine = (ds.field("community_id") == community_id) & (ds.field("source") == key)
    held = data.to_table(columns=columns, filter=mine).sort_by(
        [("_dlt_load_id", "ascending"), ("line", "ascending")]
    )
    latest: dict[tuple[str, str], str] = {}
    for network, post_id, row_hash in zip(
        *(held.column(c).to_pylist() for c in columns[:3]), strict=True
    ):
        latest[network, post_id] = row_hash
    hashes = frozenset(held.column("row_hash").to_pylist())
    ids = frozenset(post_id for _, post_id in latest)
    return Known(hashes, hashes - frozenset(latest.values()), ids)


def _has_files(table: str) -> bool:
    return any(name for name in lake.names(f"raw/{table}"))


def _facts(tally: Tally, source: Source, notes: list[str], set_aside: int) -> dict[str, Any]:
    """What is told of a pull; set_aside: how many rows of its files were set aside that no earlier
    pull had.
    """
    others, before = tally.other_account, len(tally.rejected) - set_aside
    said = [f"{tally.new} new of {tally.accepted} posts"]
    if others:
        said.append(f"{others} rows of other accounts")
    if tally.expired:
        said.append(f"{tally.expired} rows older than posts are kept")
    if tally.future:
        said.append(f"{tally.future} rows dated in the future, shown when their day comes")
    if tally.repeated:
        said.append(f"{tally.repeated} rows repeated word for word")
    if set_aside:
        said.append(f"{set_aside} of {tally.read} rows set aside ({tally.reasons()})")
    if before:
        said.append(f"{before} rows set aside before")
    if tally.no_posts:
        said.append(
            f"{tally.no_posts} rows that are no posts left out (totals, ratings without a text)"
        )
    if tally.unreadable:
        fields = ", ".join(f"{name} {n}" for name, n in tally.unreadable.most_common(5))
        said.append(
            f"{tally.unreadable.total()} values could not be read and are unknown ({fields})"
        )
    if tally.mended:
        said.append(f"{tally.mended} texts came with broken accents and were mended")
    said += notes
    if tally.read and others == tally.read:
        said.append(f"no row is of the account '{source.account}': is `account` right?")
    all_files = not any(one.startswith(GAVE_NOTHING) for one in notes)
    complete = not set_aside and all_files and (not tally.read or others < tally.read)
    return {
        "rows_in": tally.read,
        "rows": tally.new,
        "known": tally.known,
        "repeated": tally.repeated,
        "quarantined": set_aside,
        "other_account": others,
        "status_of_source": "ok" if complete else "partial",
        "message": "; ".join(said),
    }


def backfill(community: str, source: int, since: datetime, until: datetime) -> dict[str, Any]:
    """Pull what a network source has of [since, until), once more or for the first time; the cursor
    stays put.
    """
    from transforms.extract.pull import pull

    found, place, key = sources.find(community, source)
    if place.network == "export":
        raise BadInput(
            f"{community}: {key}: an export file is read whole, only networks have backfills"
        )
    return pull(found, place, key, since.date(), since, until)


def check(community: str, source: int) -> str:
    """One sentence that says a source can be pulled; raises what the pull would raise, and pulls
    nothing.
    """
    found, place, _ = sources.find(community, source)
    return check_source(found, place)


def check_source(community: Community, source: Source) -> str:
    """`check` for a community that was read already."""
    if source.network == "export":
        return _check_files(community, source)
    from transforms.extract.pull import check as ask

    return ask(community, source, sources.keys(community)[community.sources.index(source)])


def _check_files(community: Community, source: Source) -> str:
    """That the first rows of every file can be read as posts; BadInput with what the pull would
    say.
    """
    reading, paths = export.Reading.of(community, source), export.files(source)
    for path in paths:
        export.fingerprint(path)
        tally = Tally()
        for row in islice(export.read(path, reading), LOOKED_AT):
            tally.read += 1
            if isinstance(row, Rejected):
                tally.rejected.append(row)
                continue
            tally.columns.update(row.values)
            try:
                typed(row.values, reading.mapping.dates, reading.mapping.decimal, {})
            except BadField as error:
                tally.rejected.append(Rejected(row.line, error.field, error.reason))
        _check(path, tally, reading)
    many = f"{len(paths)} files are there" if len(paths) > 1 else f"{paths[0]} is there"
    return f"{many}, and the first rows can be read"
