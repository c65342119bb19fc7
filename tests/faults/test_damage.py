"""Files that were overwritten or cut short: set aside and made again, or named with the cure when
nothing can.
"""

import random
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.faults.conftest import FIRST, differences, tried
from tests.faults.steps import STEPS

SEED = 15


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def overwrite(path: Path, dice: random.Random, pieces: int = 60, length: int = 4096) -> None:
    """Noise over some pages, the size unchanged."""
    with path.open("r+b") as file:
        for _ in range(pieces):
            file.seek(dice.randrange(max(1, path.stat().st_size - length)))
            file.write(dice.randbytes(length))


@pytest.fixture
def after(struck, first_night):
    """The struck home as the first night left it."""
    struck.become(first_night)
    return struck


def largest(scene, folder: str) -> Path:
    """The largest file with rows of a folder; its empty one is not set aside, but written anew."""
    files = (scene.home / "lake" / folder).rglob("*.parquet")
    return max(
        (one for one in files if one.name != "_schema.parquet"), key=lambda one: one.stat().st_size
    )


@pytest.mark.timeout(3600)
def test_cut_lake_files_are_set_aside_and_made_again(after, first_night):
    """A load of one community, the readings, what was understood, the shards: the others go on,
    nothing is lost.
    """
    versions, records = after.versions(), after.ledgers()
    broken = [
        largest(after, folder)
        for folder in ("raw/export", "enriched", "shards", "understood/needs")
    ]
    for path in broken:
        cut(path)
    after.night(FIRST)
    assert differences(first_night / "published" / "marts.duckdb", after.published) == {}
    assert after.versions() == versions
    assert after.ledgers() == records
    lake = after.home / "lake"
    for path in broken:
        assert (lake / "damaged" / path.relative_to(lake)).exists()
    notes = [
        row
        for path in (lake / "quarantine").glob("damaged--*")
        for row in pq.read_table(path).to_pylist()
    ]
    assert {row["file"] for row in notes} == {str(path.relative_to(lake)) for path in broken}
    tried("corrupt Parquet in the lake", cases=len(broken), same_facts=len(broken))


def test_a_cut_record_stops_the_step_which_names_the_file_and_the_cure(after, first_night):
    record = largest(after, "ledger/recommendations")
    whole = record.read_bytes()
    cut(record)
    ended = after.run("stage", FIRST)
    assert ended.code != 0
    assert str(record.relative_to(after.home / "lake")) in ended.said
    assert "bring it back from a backup" in ended.said
    assert record.exists()
    record.write_bytes(whole)
    after.night(FIRST)
    assert differences(first_night / "published" / "marts.duckdb", after.published) == {}
    tried("corrupt record (ledger)", cases=1, failed_clearly=1, retried=1, same_facts=1)


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("how", ["cut", "noise over pages"])
def test_a_damaged_warehouse_is_kept_aside_and_built_anew_by_the_next_night(
    after, first_night, how
):
    warehouse = after.home / "warehouse.duckdb"
    cut(warehouse) if how == "cut" else overwrite(warehouse, random.Random(SEED))
    for step in STEPS:  # whoever reads a damaged place says so; the next night builds anew
        if step not in ("extract", "report", "flush"):
            ended = after.run(step, FIRST)
            if ended.code != 0:
                assert "is damaged" in ended.said
                assert "cmr rebuild" in ended.said
                tried("corrupt warehouse", failed_clearly=1, retried=1)
                break
    if ended.code != 0:
        after.night(FIRST, *[step for step in STEPS if step not in ("extract", "report", "flush")])
    assert differences(first_night / "published" / "marts.duckdb", after.published) == {}
    assert (after.home / "warehouse.damaged").exists()
    tried("corrupt warehouse", cases=1, same_facts=1)


def test_a_reader_of_a_damaged_warehouse_says_cause_and_cure(after):
    cut(after.home / "warehouse.duckdb")
    for step in ("understand", "recommend", "publish"):
        ended = after.run(step, FIRST)
        assert ended.code != 0
        assert "is damaged" in ended.said
        assert "cmr rebuild" in ended.said
        tried("corrupt warehouse", cases=1, failed_clearly=1)


def test_a_damaged_published_file_is_replaced(after, first_night):
    cut(after.published)
    after.done("publish", FIRST)
    assert differences(first_night / "published" / "marts.duckdb", after.published) == {}
    tried("corrupt published file", cases=1, same_facts=1)
