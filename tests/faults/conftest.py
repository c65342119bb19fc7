"""A calm home beside one that is struck, what must be the same in both afterwards, and the table of
what was tried.
"""

import os
import shutil
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import pyarrow.dataset as ds
import pytest
from rich.console import Console
from rich.table import Table

from tests.faults import small_world
from tests.faults.steps import STEPS
from tests.faults.warm import Ended, Warm
from tests.same_rows import both, rows_apart

FIRST, SECOND = (day.isoformat() for day in small_world.DST_NIGHTS[:2])
_TRIED: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """These tests take a quarter of an hour: only `make test-faults` asks for them."""
    if os.environ.get("CMR_FAULTS") != "1":
        skip = pytest.mark.skip(reason="faults: run `make test-faults`")
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(skip)


def tried(fault: str, **counts: int) -> None:
    """Add to the fault's line of the table."""
    for name, count in counts.items():
        _TRIED[fault][name] += count


def pytest_terminal_summary() -> None:
    if not _TRIED:
        return
    columns = (
        "cases",
        "failed_clearly",
        "retried",
        "same_facts",
        "mails_twice_in_window",
        "mails_lost",
    )
    table = Table(
        "fault",
        *(name.replace("_", " ") for name in columns),
        title="What was broken, and what came of it",
    )
    for fault, counts in _TRIED.items():
        table.add_row(fault, *(str(counts.get(name, "")) for name in columns))
    Console(width=160).print(table)


@dataclass
class Scene:
    """One home over the small world, and the warm process that runs its steps."""

    world: Path
    home: Path
    warm: Warm
    more: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, dict[str, float]] = field(default_factory=dict)

    @property
    def env(self) -> dict[str, str]:
        return small_world.environment(self.world, self.home, **self.more)

    def run(self, step: str, night: str, **how) -> Ended:
        return self.warm.run(step, night, self.env, **how)

    def done(self, step: str, night: str) -> Ended:
        """The step, which has to succeed."""
        ended = self.run(step, night)
        assert ended.code == 0, f"{step} of {night}:\n{ended.said}"
        return ended

    def night(self, night: str, *steps: str) -> dict[str, float]:
        """Every step (or those named) of a night; returns seconds per step."""
        self.seconds[night] = {step: self.done(step, night).seconds for step in steps or STEPS}
        return self.seconds[night]

    def become(self, other: Path) -> None:
        """The home as a copy of another."""
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.copytree(other, self.home)

    @property
    def published(self) -> Path:
        return self.home / "published" / "marts.duckdb"

    def ledgers(self) -> dict[str, str]:
        """A digest of every file of a record."""
        lake = self.home / "lake"
        files = [*(lake / "ledger").rglob("*.parquet"), *(lake / "feedback").rglob("*.parquet")]
        return {
            str(path.relative_to(lake)): sha256(path.read_bytes()).hexdigest()
            for path in sorted(files)
        }

    def versions(self) -> set[tuple[str, ...]]:
        """Every version of a post that the lake holds."""
        names = ["community_id", "network", "post_id", "row_hash"]
        table = ds.dataset(
            sorted((self.home / "lake" / "raw" / "export").glob("*.parquet"))
        ).to_table(columns=names)
        return set(zip(*(table.column(name).to_pylist() for name in names), strict=True))


RECORDS = (
    "fct_recommendations",
    "fct_recommendation_outcomes",
    "fct_track_record",
    "fct_publications",
)


def differences(one: Path, other: Path) -> dict[str, int]:
    """Rows of each mart, facts and records, that stand in one published file only; empty when they
    are the same.
    """
    with both(one, other) as connection:
        tables = connection.execute(
            "select database_name, table_name from duckdb_tables() where schema_name = 'main' "
            "and not table_name like 'ops\\_%' escape '\\'"
        ).fetchall()
        names = {
            name: {table for database, table in tables if database == name}
            for name in ("one", "other")
        }
        assert names["one"] == names["other"]
        assert {
            "fct_posts",
            "fct_community_days",
            "fct_signals",
            "telecom__community_days",
        } <= names["one"]
        return rows_apart(connection, sorted(names["one"]))


@pytest.fixture(scope="session")
def world(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("world") / "small"
    small_world.write(folder)
    return folder


@pytest.fixture(scope="session")
def warm() -> Iterator[Warm]:
    process = Warm(small_world.PROJECT)
    yield process
    process.stop()


@pytest.fixture(scope="session")
def calm(world, warm, tmp_path_factory) -> Scene:
    """The home that nothing ever happens to; tests of nights run it on, night by night."""
    return Scene(world, tmp_path_factory.mktemp("calm") / "var", warm)


@pytest.fixture(scope="session")
def first_night(calm, tmp_path_factory) -> Path:
    """The calm home as it was after its first night."""
    kept = tmp_path_factory.mktemp("kept") / "var"
    calm.night(FIRST)
    shutil.copytree(calm.home, kept)
    return kept


@pytest.fixture
def struck(world, warm, tmp_path) -> Scene:
    """A home to break things in."""
    return Scene(world, tmp_path / "var", warm)
