"""The lake: its folders, the Arrow schema of each, and how files get there whole or not at all.

The root is any fsspec URL. A file is written under a name that its content or its key decides, so that a task killed
and retried writes the same file again; only `purge` ever rewrites one.
"""

import os
import tempfile
import uuid
from collections.abc import Iterator
from functools import lru_cache
from pathlib import PurePosixPath

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq

from transforms.config.settings import settings
from transforms.reading import EMOTIONS, INTENTS

utc = pa.timestamp("us", tz="UTC")
text, number, share = pa.string(), pa.int64(), pa.decimal128(6, 4)


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema(list(columns.items()))


SCHEMAS: dict[str, pa.Schema] = {
    # What the door let in: one row per version of a post that a source showed us, `_dlt_load_id` added by dlt.
    "raw/export": _schema(
        community_id=text,
        source=text,
        network=text,
        post_id=text,
        account=text,
        author_id=text,
        is_brand=pa.bool_(),
        text=text,
        created_at=utc,
        language=text,
        in_reply_to=text,
        format=text,
        url=text,
        likes=number,
        replies=number,
        shares=number,
        views=number,
        followers=number,
        observed_at=utc,
        observed_basis=text,
        updated_at=utc,
        deleted=pa.bool_(),
        advice_id=text,
        extra=text,
        file=text,
        line=number,
        row_hash=text,
        loaded_at=utc,
        _dlt_load_id=text,
    ),
    # The same from a network: its payload as it came, but for people; staging reads the post out of it.
    **{
        f"raw/{network}": _schema(
            community_id=text,
            source=text,
            network=text,
            post_id=text,
            author_id=text,
            is_brand=pa.bool_(),
            kind=text,
            in_reply_to=text,
            created_at=utc,
            payload=text,
            followers=number,
            sealed_id=text,
            observed_at=utc,
            deleted=pa.bool_(),
            line=number,
            row_hash=text,
            loaded_at=utc,
            _dlt_load_id=text,
        )
        for network in ("bluesky", "mastodon", "reddit", "youtube", "x", "facebook", "instagram")
    },
    # What could not be let in, with the reason; texts and names are not kept, only where they are.
    "quarantine": _schema(
        community_id=text,
        source=text,
        network=text,
        file=text,
        line=number,
        field=text,
        reason=text,
        loaded_at=utc,
    ),
    # People who asked to be forgotten, and what tells of them, by separately keyed hashes; `size` is a name's words.
    "suppressed": _schema(person=text, kind=text, size=number, keys=number),
    "sources": _schema(
        community_id=text,
        source=text,
        network=text,
        night=pa.date32(),
        status=text,
        rows=number,
        quarantined=number,
        message=text,
        finished_at=utc,
    ),
    "config/communities": _schema(
        community_id=text,
        industry=text,
        language=text,
        timezone=text,
        simulated=pa.bool_(),
        pool=pa.bool_(),
        retention_days=number,
        pack_version=text,
    ),
    "config/themes": _schema(industry=text, theme_id=text, label_fr=text, label_en=text, need_fr=text, need_en=text),
    "config/indices": _schema(industry=text, index_id=text, label_fr=text, label_en=text, theme_id=text, emotion=text),
    "config/audiences": _schema(industry=text, audience=text, label_fr=text, label_en=text),
    "config/calendar": _schema(industry=text, event_id=text, name_fr=text, name_en=text, starts_on=text, ends_on=text),
    "config/nights": _schema(community_id=text, night=pa.date32(), last_night=pa.date32(), as_of_at=utc),
    "config/model": _schema(model=text, emotion=text, threshold=pa.float64()),
    "ledger/nights": _schema(community_id=text, night=pa.date32(), as_of_at=utc),
    "shards": _schema(text_hash=text, text=text, language=text, industry=text, pack_version=text),
    # One row per text, industry, model and pack: what one reading says.
    "enriched": _schema(
        text_hash=text,
        industry=text,
        model=text,
        pack_version=text,
        language=text,
        **dict.fromkeys(EMOTIONS, share),
        neutral=share,
        sentiment=share,
        **dict.fromkeys(INTENTS, share),
        themes=pa.list_(pa.struct([("theme", text), ("score", share), ("evidence", text)])),
        expectation_theme=text,
        expectation_need=text,
        expectation_explicit=pa.bool_(),
        expectation_score=share,
    ),
    # Held-out behaviour of the active model: what a share must be corrected by (Forman 2008; Bella et al. 2010).
    "understood/corrections": _schema(
        model=text,
        language=text,
        emotion=text,
        true_positive_rate=pa.float64(),
        false_positive_rate=pa.float64(),
        positives=number,
        negatives=number,
    ),
    # How well the model reads data sets that never taught it: what `cmr evaluate` prints, in short.
    "understood/quality": _schema(
        model=text,
        language=text,
        data_set=text,
        macro_f1=pa.float64(),
    ),
    "understood/needs": _schema(
        community_id=text,
        night=pa.date32(),
        need_id=text,
        theme_id=text,
        label_fr=text,
        label_en=text,
        network=text,
        post_id=text,
        explicit=pa.bool_(),
        score=share,
    ),
    "understood/emergent_themes": _schema(
        community_id=text,
        night=pa.date32(),
        theme_id=text,
        label_fr=text,
        label_en=text,
        network=text,
        post_id=text,
        score=share,
    ),
    # What `understand` remembers of the weekly anchors by which emergent themes keep their identity; no mart reads it.
    "understood/theme_states": _schema(
        community_id=text,
        anchor=pa.date32(),
        theme_id=text,
        words=pa.list_(text),
        posts=pa.list_(pa.struct([("network", text), ("post_id", text), ("score", pa.float64())])),
    ),
    "ledger/recommendations": _schema(
        community_id=text,
        industry=text,
        for_date=pa.date32(),
        advice_id=text,
        rank=number,
        theme_id=text,
        audience=text,
        format=text,
        tone=text,
        slot=text,
        angle_fr=text,
        angle_en=text,
        opening_fr=text,
        opening_en=text,
        engagement_lift=pa.float64(),
        engagement_low=pa.float64(),
        engagement_high=pa.float64(),
        reactions=pa.list_(pa.struct([("emotion", text), ("share", share), ("low", share), ("high", share)])),
        reply_plans=pa.list_(text),
        evidence=pa.list_(text),
        propensity=pa.float64(),
        assigned=pa.bool_(),
        history_posts=number,
        basis_fr=text,
        basis_en=text,
        model=text,
        origin=text,
        # On the day's first advice only: all that might have been advised, how probably, and what was foreseen for it.
        alternatives=pa.list_(
            pa.struct(
                [
                    ("theme_id", text),
                    ("format", text),
                    ("tone", text),
                    ("slot", text),
                    ("propensity", pa.float64()),
                    ("engagement_lift", pa.float64()),
                ]
            )
        ),
    ),
    "ledger/outcomes": _schema(
        community_id=text,
        industry=text,
        advice_id=text,
        for_date=pa.date32(),
        horizon=text,
        status=text,
        network=text,
        post_id=text,
        match_basis=text,
        match_certainty=pa.float64(),
        engagement_lift=pa.float64(),
        inside_interval=pa.bool_(),
        scored_on=pa.date32(),
        reactions=pa.list_(pa.struct([("emotion", text), ("share", share)])),
        origin=text,
    ),
    "ledger/track_record": _schema(
        community_id=text,
        industry=text,
        as_of_date=pa.date32(),
        scored=number,
        covered=number,
        followed=number,
        not_followed=number,
        effect=pa.float64(),
        effect_low=pa.float64(),
        effect_high=pa.float64(),
        basis=text,
        what_if=pa.float64(),
        what_if_low=pa.float64(),
        what_if_high=pa.float64(),
        what_if_posts=number,
        what_if_basis=text,
    ),
    "ledger/publications": _schema(
        publication_id=text,
        community_id=text,
        industry=text,
        night=pa.date32(),
        status=text,
        reason=text,
        figures_as_of=pa.date32(),
    ),
    # The run ledger: one row per run of a step, on whatever machine it ran. Counts and versions, nothing of anybody.
    "ops/steps": _schema(
        step=text,
        status=text,
        community_id=text,
        source=text,
        shard=text,
        rows_in=number,
        rows_out=number,
        seconds=pa.float64(),
        started_at=utc,
        finished_at=utc,
        run=text,
        error=text,
        version=text,
        duckdb_version=text,
        details=text,
    ),
    "feedback": _schema(
        feedback_id=text, community_id=text, subject=text, subject_id=text, verdict=text, comment=text, given_at=utc
    ),
}

GROWN = ("ledger/recommendations", "ledger/track_record")
"""Folders that got columns after the first release; their old files lack them and are never rewritten."""


def root() -> str:
    return settings().lake_root


def url(*parts: str) -> str:
    """The URL of a folder or file of the lake."""
    return "/".join([root(), *parts])


@lru_cache
def _filesystem(root_url: str) -> tuple[fsspec.AbstractFileSystem, str]:
    # no cache of listings: another worker may have written since
    filesystem, path = fsspec.core.url_to_fs(root_url, use_listings_cache=False)
    return filesystem, path


def filesystem() -> fsspec.AbstractFileSystem:
    return _filesystem(root())[0]


def path(*parts: str) -> str:
    """A path inside `filesystem()`."""
    return "/".join([_filesystem(root())[1].rstrip("/"), *parts])


def initialise() -> None:
    """Give every folder an empty file with its schema, so that a reader of an empty lake finds columns, not errors.

    A ledger's file is renewed when this version has columns that the version which began the ledger had not.
    """
    for folder, schema in SCHEMAS.items():
        present = filesystem().exists(path(folder, "_schema.parquet"))
        if not present or (folder in GROWN and not set(schema.names) <= set(_stored(folder))):
            write(folder, "_schema", schema.empty_table())


def _stored(folder: str) -> list[str]:
    with filesystem().open(path(folder, "_schema.parquet"), "rb") as file:
        return list(pq.read_schema(file).names)


def write(folder: str, name: str, table: pa.Table) -> str:
    """Write `table` as `<folder>/<name>.parquet` with the folder's schema; whole or not at all. Returns its URL."""
    table = table.select(SCHEMAS[folder].names).cast(SCHEMAS[folder])
    target = path(folder, f"{name}.parquet")
    fs = filesystem()
    fs.makedirs(str(PurePosixPath(target).parent), exist_ok=True)
    if "file" in _protocols(fs):
        temporary = f"{target}.{uuid.uuid4().hex}.tmp"
        try:
            pq.write_table(table, temporary, compression="zstd")
            os.replace(temporary, target)
        finally:
            if os.path.exists(temporary):
                os.unlink(temporary)
    else:
        # an upload that is cut short inside fs.open would be finished as it stands, so only a whole file is sent
        with tempfile.NamedTemporaryFile() as whole:
            pq.write_table(table, whole, compression="zstd")
            whole.flush()
            fs.put_file(whole.name, target)
    return url(folder, f"{name}.parquet")


def write_rows(folder: str, name: str, rows: list[dict]) -> str:
    """`write` for a list of dicts; a missing key is null."""
    return write(folder, name, pa.Table.from_pylist(rows, schema=SCHEMAS[folder]))


def exists(folder: str, name: str) -> bool:
    return bool(filesystem().exists(path(folder, f"{name}.parquet")))


def names(folder: str) -> list[str]:
    """The names of a folder's files, at any depth, relative to it and without `.parquet`, sorted."""
    base = path(folder)
    found = filesystem().glob(f"{base}/**/*.parquet")
    return sorted(n for n in (str(f)[len(base) + 1 : -len(".parquet")] for f in found) if n != "_schema")


def read(folder: str, name: str | None = None) -> pa.Table:
    """One file, or all the files of a folder, with the folder's schema."""
    wanted = [name] if name is not None else names(folder)
    tables = [_read_one(folder, one) for one in wanted]
    return pa.concat_tables(tables) if tables else SCHEMAS[folder].empty_table()


def batches(folder: str, name: str, rows: int = 10_000) -> Iterator[pa.RecordBatch]:
    """One file, some rows at a time."""
    with filesystem().open(path(folder, f"{name}.parquet"), "rb") as file:
        yield from pq.ParquetFile(file).iter_batches(rows)


def _read_one(folder: str, name: str) -> pa.Table:
    with filesystem().open(path(folder, f"{name}.parquet"), "rb") as file:
        return pq.read_table(file, schema=SCHEMAS[folder])


def _protocols(fs: fsspec.AbstractFileSystem) -> tuple[str, ...]:
    return (fs.protocol,) if isinstance(fs.protocol, str) else tuple(fs.protocol)
