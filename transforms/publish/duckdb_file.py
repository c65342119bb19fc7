"""The published DuckDB file: built beside the old one, then put in its place by one rename."""

import logging
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa

from transforms import lake
from transforms.ground.drafts import replacing
from transforms.publish import audit, descriptions
from transforms.warehouse.sql import literal

WIDE = "__community_days"
log = logging.getLogger("cmr")


def build(
    warehouse: Path, target: Path, kept: set[str], manifest: Path | None = None
) -> dict[str, int]:
    """Write the marts of `warehouse` to a new file and rename it to `target`; returns rows per
    mart.

    manifest: dbt's, for the comments on tables and columns. Communities in `kept` keep the rows
    that `target` had. Readers that have the old file open go on reading it.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with replacing(target) as fresh:
        with duckdb.connect(str(fresh)) as connection:
            connection.execute(f"attach {literal(warehouse)} as warehouse (read_only)")
            if kept and target.exists():
                connection.execute(f"attach {literal(target)} as before (read_only)")
            rows = {name: _copy(connection, name, kept) for name in _marts(connection)}
            rows["fct_publications"] = _add_publications(connection)
            rows |= _operations(connection)
            descriptions.describe_operations(connection)
            if manifest:
                descriptions.describe(connection, manifest)
            connection.execute("checkpoint")
        fresh.with_name(f"{fresh.name}.wal").unlink(missing_ok=True)
    return rows


def set_aside_when_damaged(target: Path) -> None:
    """Move a published file that cannot be read out of the way: tonight's takes its place, from the
    warehouse.
    """
    if not target.exists():
        return
    try:
        duckdb.connect(str(target), read_only=True).close()
    except duckdb.Error as error:
        log.error(
            "%s cannot be read (%s) and is set aside; tonight's takes its place",
            target,
            str(error)[:200],
        )
        os.replace(target, target.with_suffix(".damaged"))


def posts(target: Path) -> dict[str, int]:
    """Posts per community in the published file; empty when there is none."""
    if not target.exists():
        return {}
    with duckdb.connect(str(target), read_only=True) as connection:
        return dict(
            connection.execute(
                "select community_id, count(*) from fct_posts group by all"
            ).fetchall()
        )


def last_dates(target: Path) -> dict[str, date]:
    """The last date of each community in the published file; empty when there is none."""
    if not target.exists():
        return {}
    with duckdb.connect(str(target), read_only=True) as connection:
        return dict(
            connection.execute("select community_id, last_date from dim_communities").fetchall()
        )


def _marts(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Every mart, but the wide ones of industries that no community is of."""
    row = connection.execute("select current_database()").fetchone()
    assert row
    connection.execute("use warehouse.main")
    names = audit.marts(connection)
    found = connection.execute("select distinct industry from dim_communities").fetchall()
    followed = {f"{industry}{WIDE}" for (industry,) in found}
    names = [name for name in names if not name.endswith(WIDE) or name in followed]
    connection.execute(f'use "{row[0]}".main')
    return names


def _copy(connection: duckdb.DuckDBPyConnection, name: str, kept: set[str]) -> int:
    connection.execute(
        f"create table {name} as select * from warehouse.main.{name} where not list_contains(?, community_id)",
        [sorted(kept)],
    )
    if (
        kept
        and connection.execute(
            "select 1 from duckdb_tables() where database_name = 'before' and table_name = ?",
            [name],
        ).fetchone()
    ):
        connection.execute(
            f"insert into {name} by name select * from before.main.{name} where list_contains(?, community_id)",
            [sorted(kept)],
        )
    return _count(connection, name)


def _add_publications(connection: duckdb.DuckDBPyConnection) -> int:
    """Tonight's decision is newer than the mart that dbt built, so it comes from the ledger itself."""
    connection.register("decisions", lake.read("ledger/publications"))
    connection.execute("delete from fct_publications")
    connection.execute("""
        insert into fct_publications by name
        select distinct * from decisions
        where community_id in (select community_id from warehouse.main.dim_communities) order by all""")
    return _count(connection, "fct_publications")


def _operations(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """What the report must say of the night's sources: their last status, since when, and
    quarantined rows.
    """
    connection.execute("create schema ops")
    connection.register("statuses", lake.read("sources"))
    connection.register("refused", lake.read("quarantine"))
    connection.execute("""
        create table ops.sources as
        with ranked as (
            select *, row_number() over (partition by community_id, source order by finished_at desc, night desc) as age
            from statuses
        ),
        good as (
            select community_id, source, max(finished_at) as at from statuses where status <> 'failed' group by all
        ),
        broken as (
            select s.community_id, s.source, min(s.finished_at) as since
            from statuses as s left join good as g using (community_id, source)
            where s.status = 'failed' and (g.at is null or s.finished_at > g.at) group by all
        )
        select r.community_id, r.source, r.network, r.status, r.message, cast(b.since as date) as since
        from ranked as r left join broken as b using (community_id, source)
        where r.age = 1 order by all""")
    connection.execute("""
        create table ops.quarantine as
        with last_nights as (select community_id, source, max(night) as night from statuses group by all)
        select r.community_id, r.source, r.reason, count(*) as rows, count(*) filter (r.night = l.night) as new_rows
        from refused as r left join last_nights as l using (community_id, source) group by all order by all""")
    connection.register("stated", lake.read("understood/quality"))
    connection.register("active", lake.read("config/model"))
    connection.execute("""
        create table ops.quality as
        select * from stated where model = (select max(model) from active) order by all""")
    connection.register("steps", _steps())
    connection.execute(
        "create table ops.steps as select * from steps order by finished_at, step, shard"
    )
    return {
        name: _count(connection, name) for name in ("ops.sources", "ops.quarantine", "ops.quality")
    }


def _steps() -> pa.Table:
    """The run ledger of the last quarter; it is there to be looked at, so a file that cannot be
    read stops nothing.
    """
    since = (datetime.now(UTC) - timedelta(days=92)).date().isoformat()
    tables = [lake.SCHEMAS["ops/steps"].empty_table()]
    for name in lake.names("ops/steps"):
        if name >= since:
            try:
                tables.append(lake.read("ops/steps", name))
            except (pa.ArrowException, OSError) as error:
                log.warning("ops/steps/%s.parquet is left out: %s", name, str(error)[:200])
    return pa.concat_tables(tables)


def _count(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    row = connection.execute(f"select count(*) from {name}").fetchone()
    return row[0] if row else 0
