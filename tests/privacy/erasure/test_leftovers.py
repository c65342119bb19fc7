"""Damaged copies and left drafts: nobody can search them, so they go when somebody is forgotten."""

import os
import random
from datetime import UTC, datetime, timedelta

import duckdb
import pytest

from transforms import lake, warehouse
from transforms.config.settings import settings
from transforms.lake import damage
from transforms.lake import files as lake_files
from transforms.privacy import forgetting, retention
from transforms.privacy.erasure import leftovers
from transforms.publish.duckdb_file import set_aside_when_damaged

TEXT = "the kettle of the ninth landing whistles every night"
ROW = {"network": "x", "post_id": "p1", "author_id": "leaver", "text": TEXT, "community_id": "one"}


def cut(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])


def leave_everything(home):
    """A damaged lake file, warehouse (with its log) and published file, set aside; the drafts of
    killed steps.
    """
    lake.write_rows("raw/export", "one", [ROW])
    cut(home / "lake" / "raw" / "export" / "one.parquet")
    assert damage.mend() == 1
    with duckdb.connect(str(settings().warehouse)) as connection:
        connection.execute(
            "create table words as select ? || i as text from range(5000) t(i)", [TEXT]
        )
    settings().warehouse.with_name("warehouse.duckdb.wal").write_text(TEXT)
    warehouse.set_aside("noise")
    settings().published.parent.mkdir(exist_ok=True)
    settings().published.write_text(TEXT)
    set_aside_when_damaged(settings().published)
    (home / "lake" / "shards").mkdir(exist_ok=True)
    (home / "lake" / "shards" / f"s.parquet.{'0a' * 16}.tmp").write_bytes(b"PAR1" + TEXT.encode())
    (settings().published.parent / ".marts.duckdb.4711.new").write_bytes(TEXT.encode())


def files(home):
    return {path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()}


SCRAPS = {
    "lake/damaged/raw/export/one.parquet", "warehouse.damaged", "warehouse.damaged.wal", "published/marts.damaged",
    f"lake/shards/s.parquet.{'0a' * 16}.tmp", "published/.marts.duckdb.4711.new",
}  # fmt: skip


def test_damaged_copies_and_drafts_go_when_somebody_is_forgotten(folder, home):
    leave_everything(home)
    assert files(home) >= SCRAPS
    proof = forgetting.forget_author("x", "leaver")
    assert proof.stores["lake/damaged"] == forgetting.Store(held=1, holds=0)
    assert proof.is_clean
    assert not files(home) & SCRAPS
    assert lake.read("quarantine")["file"].to_pylist() == ["raw/export/one.parquet"], (
        "the note of the damage stays"
    )


def test_a_search_counts_what_it_cannot_search(folder, home):
    from transforms.people import suppression
    from transforms.privacy.erasure import stores

    leave_everything(home)
    found = stores.search(suppression.read())
    assert found.held["lake/damaged"] == 1
    assert files(home) >= SCRAPS


def test_a_damaged_copy_in_a_bucket_goes_too(folder, home, monkeypatch):
    monkeypatch.setenv("CMR_LAKE", "memory://bucket/lake")
    settings.cache_clear()
    lake_files._filesystem.cache_clear()
    lake.initialise()
    place = lake.path("damaged", "raw/export/one.parquet")
    lake.filesystem().pipe_file(place, b"PAR1 cut short")
    proof = forgetting.forget_author("x", "leaver")
    assert proof.stores["lake/damaged"] == forgetting.Store(held=1, holds=0)
    assert not lake.filesystem().exists(place)
    lake.filesystem().rm(lake.path(), recursive=True)


@pytest.mark.parametrize("name", ["night.parquet", "marts.duckdb"])
def test_a_file_whose_first_bytes_are_broken_is_listed_as_left_where_nobody_makes_it_again(
    folder, home, name
):
    backups = folder / "backups"
    backups.mkdir()
    (backups / name).write_bytes(random.Random(3).randbytes(5000))
    proof = forgetting.forget_author("x", "leaver", folders=[backups])
    assert [left for left in proof.left if name in left]
    assert not proof.is_clean
    assert (backups / name).exists()


def test_retention_removes_them_after_a_month_and_not_before(folder, home):
    leave_everything(home)
    now = datetime.now(UTC)
    assert retention.apply(now + timedelta(days=leftovers.KEPT_DAYS - 1))["scraps"] == 0
    assert files(home) >= SCRAPS
    assert retention.apply(now + timedelta(days=leftovers.KEPT_DAYS + 1))["scraps"] == len(SCRAPS)
    assert not files(home) & SCRAPS


def test_an_old_file_that_was_set_aside_today_is_kept_for_its_month(folder, home):
    path = home / "lake" / "damaged" / "raw" / "old.parquet"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"PAR1")
    os.utime(path, (1, 1))
    assert retention.apply()["scraps"] == 0
    assert path.exists()
