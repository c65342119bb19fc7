"""Stage the night: settings and packs into the lake, versions of posts into current posts, and the
marts from those.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta

import duckdb

from transforms import lake, warehouse
from transforms.config import communities as community_files
from transforms.config.communities import Community
from transforms.config.errors import BadInput, StepFailed
from transforms.config.industries import Pack, read_packs
from transforms.config.settings import PROJECT, settings
from transforms.lake import damage, labels, run_ledger
from transforms.people.pseudonyms import read_keys
from transforms.stage import brand, shards, tables, wide_marts, writers
from transforms.stage.nights import Night, config_rows, resolve
from transforms.warehouse import bucket

ALL = "all"
OTHERS = tuple(folder for folder in lake.SCHEMAS if folder not in (*lake.RAW, "ops/steps"))
"""What stage looks through; extract does the raw folders, and nothing rests on the run ledger."""
BUILDS = ("staged", "marts", "advice")
UNREADABLE = re.compile(
    r"parquet|magic bytes|checksum|corrupt|decompress|zstd|deseriali|not a valid duckdb|IO Error",
    re.I,
)
"""What DuckDB says of a file that it cannot read; only then is the whole lake looked through."""


def get_ready() -> None:
    """Have dbt read its project, beside what the caller does; a pack that cannot be read stops the
    stage, which says why.
    """
    with suppress(BadInput):
        wide_marts.write(
            list(read_packs(settings().industries).values()), settings().industry_models
        )
        warehouse.get_ready()


def stage(
    night: str | None,
    instant: datetime | None,
    model: str,
    thresholds: Mapping[str, float],
    is_scheduled: bool = False,
) -> dict[str, str]:
    """Write lake/config, add tonight to the ledger of nights and build staging and the current
    posts.

    night: the local day asked for (ISO), or None for each community's own; instant: when the run
    takes place; model and thresholds: the active model and from which probability on it says that
    an emotion or intent is there; is_scheduled: a community's night comes at the night's hour on
    its own clock, not as soon as its day has ended. Returns community -> night; a community that
    has no data to take its night from is left out.
    """
    with run_ledger.step("stage") as facts:
        nights = prepare(night, instant, model, thresholds, is_scheduled)
        _build("staged")
        facts["nights"] = len(nights)
    return nights


def prepare(
    night: str | None,
    instant: datetime | None,
    model: str,
    thresholds: Mapping[str, float],
    is_scheduled: bool = False,
) -> dict[str, str]:
    """`stage` without its build: lake/config, the ledger of nights and the industries' models."""
    lake.initialise()
    damage.mend(OTHERS)
    _mended_warehouse()
    followed, _ = community_files.read_folder(settings().communities)
    packs = read_packs(settings().industries)
    _write_config(followed, packs, model, thresholds)
    hour = settings().night_hour if is_scheduled else 0
    tonight = _nights(followed, _day(night), instant or datetime.now(UTC), hour)
    wide_marts.write(list(packs.values()), settings().industry_models)
    _drop_other_wide_marts(packs)
    return {one.community_id: one.night.isoformat() for one in tonight}


def plan_shards(model: str | None = None) -> list[str]:
    """Write the texts that the model (None: the active one) has not read yet to lake/shards;
    returns the shards' names, sorted.
    """
    with run_ledger.step("plan_shards") as facts:
        try:
            names = _plan(model)
        except duckdb.Error:
            if not damage.mend(thorough=True):
                raise
            names = _plan(model)
        facts["shards"] = len(names)
    return names


def _plan(model: str | None) -> list[str]:
    with warehouse.read_only() as connection:
        return shards.plan_shards(connection, settings().shard_size, model)


def build_marts() -> None:
    """Build every mart that rests on posts and readings, and run its data tests."""
    with run_ledger.step("marts") as facts:
        facts["models"] = _build("marts")


def build_advice() -> None:
    """Build the marts of the ledgers: recommendations, their outcomes, the track record and
    publications.
    """
    with run_ledger.step("advice") as facts:
        facts["models"] = _build("advice")


def rebuild() -> dict[str, int]:
    """Build the warehouse anew from the lake, as of the last nights; returns models and tests built
    per part.

    Damaged files of the lake are set aside first. BadInput when no night was ever staged here.
    """
    if not lake.exists("config/nights", ALL):
        raise BadInput(f"the lake {lake.root()} has no night yet: run one first (`cmr night`)")
    with run_ledger.step("rebuild") as facts:
        lake.initialise()  # a lake of an earlier version lacks columns
        damage.mend(thorough=True)
        if settings().warehouse.exists():
            warehouse.set_aside("a rebuild was asked for")
        built = {selector: _build_once(selector) for selector in BUILDS}
        facts["models"] = sum(built.values())
    return built


def build_in_lakehouse(count: int) -> dict[str, int]:
    """Build the marts in the DuckLake with `count` writers at once; returns models and tests per
    writer.
    """
    return writers.build(count, _models_version)


def _build(selector: str) -> int:
    """`_build_once`; what turns out to be unreadable is set aside and made anew, once."""
    anew = _mended_warehouse()
    try:
        if not anew:
            return _build_once(selector)
    except StepFailed as error:
        if not UNREADABLE.search(str(error)) or not (
            damage.mend(thorough=True) | _mended_warehouse(thorough=True)
        ):
            raise
    wanted = (
        BUILDS[: BUILDS.index(selector) + 1] if not settings().warehouse.exists() else (selector,)
    )
    return sum([_build_once(one) for one in wanted])


def _mended_warehouse(thorough: bool = False) -> bool:
    """Whether the warehouse's file was damaged and is set aside now."""
    reason = warehouse.damage(thorough)
    if reason:
        warehouse.set_aside(f"the warehouse is damaged: {reason}")
    return bool(reason)


def _build_once(selector: str) -> int:
    """Build what `selector` names and run its data tests; unit tests are about the SQL, not about
    tonight.

    Facts of other models, or of another lake, are built from the start; the same models need only
    their tables.
    """
    version = _models_version()
    again = _built_version(selector) == version
    options = (
        ["--selector", f"{selector}_tables"]
        if again
        else ["--selector", selector, "--full-refresh"]
    )
    results = warehouse.dbt("build", *options, "--exclude-resource-type", "unit_test")
    if not again:
        with duckdb.connect(str(settings().warehouse)) as connection:
            connection.execute(
                "create table if not exists built_models (selector varchar primary key, version varchar)"
            )
            connection.execute(
                "insert or replace into built_models values (?, ?)", [selector, version]
            )
    return len(results)


def _built_version(selector: str) -> str | None:
    if not settings().warehouse.exists():
        return None
    with warehouse.read_only() as connection:
        if not connection.execute(
            "select 1 from duckdb_tables() where table_name = 'built_models'"
        ).fetchone():
            return None
        found = connection.execute(
            "select version from built_models where selector = ?", [selector]
        ).fetchone()
    return found[0] if found else None


def _models_version() -> str:
    """A hash of what decides how facts are made: every model and macro, the packs' models, where
    the lake is.
    """
    digest = hashlib.sha256(lake.root().encode())
    project = PROJECT / "dbt"
    digest.update((project / "vars.yml").read_bytes())
    for folder in (project / "models", project / "macros", settings().industry_models):
        for path in sorted(path for path in folder.rglob("*.*") if path.is_file()):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return (
        digest.hexdigest() + hashlib.sha256((project / "dbt_project.yml").read_bytes()).hexdigest()
    )


def _write_config(
    followed: list[Community],
    packs: Mapping[str, Pack],
    model: str,
    thresholds: Mapping[str, float],
) -> None:
    every_pack = list(packs.values())
    said = lake.read("labels").to_pylist()
    bent = {one.name: labels.in_effect(one.name, said) for one in followed}
    versions = tables.pack_versions(followed, packs, bent)
    lake.write_rows("config/communities", ALL, tables.community_rows(followed, versions))
    lake.write_rows("config/labels", ALL, tables.label_rows(versions, bent))
    lake.write_rows("config/brand", ALL, brand.brand_rows(followed, _networks(), read_keys()))
    lake.write_rows("config/themes", ALL, tables.theme_rows(every_pack))
    lake.write_rows("config/indices", ALL, tables.index_rows(every_pack))
    lake.write_rows("config/audiences", ALL, tables.audience_rows(every_pack))
    lake.write_rows("config/calendar", ALL, tables.calendar_rows(every_pack))
    lake.write_rows("config/reply_plans", ALL, tables.reply_plan_rows(every_pack))
    lake.write_rows("config/model", ALL, tables.model_rows(model, thresholds))


def _nights(
    followed: list[Community], asked: date | None, instant: datetime, hour: int = 0
) -> list[Night]:
    """Tonight's nights, each in the ledger; a night already there keeps its instant until another
    pull brings more.
    """
    last_days = _last_days(followed, instant)
    pulled = {community.name: _pulled_at(community.name) for community in followed}
    found = [
        resolve(
            community, asked, instant, last_days.get(community.name), pulled[community.name], hour
        )
        for community in followed
    ]
    tonight = [night for night in found if night]
    known = lake.read("ledger/nights").to_pylist()
    for night in tonight:
        known += _to_ledger(night, pulled[night.community_id], known)
    lake.write_rows("config/nights", ALL, config_rows(tonight, known))
    return tonight


def _to_ledger(night: Night, pulled_at: datetime | None, known: list[dict]) -> list[dict]:
    """Write a night that is not `known` yet, or whose instant is that of a later pull; returns the
    rows that were written.
    """
    name, row = f"{night.community_id}-{night.night}", night.__dict__
    seen = [
        one["as_of_at"]
        for one in known
        if (one["community_id"], one["night"]) == (night.community_id, night.night)
    ]
    if seen and (night.as_of_at != pulled_at or pulled_at <= max(seen)):
        return []
    lake.write_rows(
        "ledger/nights", f"{name}-{night.as_of_at:%Y%m%dT%H%M%S%f}" if seen else name, [row]
    )
    return [row]


def _pulled_at(community: str) -> datetime | None:
    """The instant after a community's last pull that brought rows; None when none did on its
    sources' last night.
    """
    mine = [name for name in lake.names("sources") if name.startswith(f"{community}--")]
    last = max((name[-10:] for name in mine), default="")
    rows = [
        row
        for name in mine
        if name.endswith(last)
        for row in lake.read("sources", name).to_pylist()
    ]
    ended = max((row["finished_at"] for row in rows if row["rows"]), default=None)
    return ended + timedelta(microseconds=1) if ended else None


def _networks() -> list[str]:
    """The networks that posts in the lake are of; an export may name any."""
    with _lake_connection() as connection:
        rows = connection.execute(
            "select distinct network from read_parquet(?, union_by_name = true) where network is not null",
            [[lake.url(folder, "**", "*.parquet") for folder in lake.RAW]],
        ).fetchall()
    return [network for (network,) in rows]


def _last_days(followed: list[Community], instant: datetime) -> dict[str, date]:
    """The last local day in the raw data of each community whose night follows its data; posts
    dated later than `instant` are mistakes and do not count.
    """
    wanted = [community for community in followed if community.as_of == "latest"]
    if not wanted:
        return {}
    with _lake_connection() as connection:
        rows = connection.execute(
            "select community_id, max(created_at) from read_parquet(?, union_by_name = true) "
            "where created_at <= ? group by community_id",
            [lake.url("raw", "export", "**", "*.parquet"), instant],
        ).fetchall()
    zones = {community.name: community.zone for community in wanted}
    return {
        name: last.astimezone(zones[name]).date()
        for name, last in rows
        if name in zones and last is not None
    }


def _drop_other_wide_marts(packs: Mapping[str, Pack]) -> None:
    """Take the wide mart of an industry without a pack out of the warehouse; dbt forgets models,
    not their views.
    """
    if not settings().warehouse.exists():
        return
    wanted = {wide_marts.model_name(pack) for pack in packs.values()}
    with warehouse.read_only() as connection:
        found = connection.execute(
            "select view_name from duckdb_views() where view_name like '%\\_\\_community\\_days' escape '\\'"
        ).fetchall()
    stale = [name for (name,) in found if name not in wanted]
    if stale:
        with duckdb.connect(str(settings().warehouse)) as connection:
            for name in stale:
                connection.execute(f'drop view "{name}"')


@contextmanager
def _lake_connection() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    try:
        connection.execute("set timezone = 'UTC'")
        bucket.open_to(connection, lake.root())
        yield connection
    finally:
        connection.close()


def _day(night: str | None) -> date | None:
    if night is None:
        return None
    try:
        return date.fromisoformat(night)
    except ValueError:
        raise BadInput(f"{night}: not a date; write it as 2025-06-17") from None
