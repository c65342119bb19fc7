"""Every place where something is kept is searched, by name, and emptied of a forgotten person."""

import json

import pytest

from tests.privacy.erasure.test_cells import ANN
from transforms import lake
from transforms.config.settings import settings
from transforms.lake import files as lake_files
from transforms.privacy.erasure import stores

HERS = {"author_id": "77", "network": "x", "post_id": "900", "text": "mine"}
OTHERS = {"author_id": "78", "network": "x", "post_id": "901", "text": "yours"}


@pytest.mark.parametrize(
    ("place", "store"),
    [
        ("lake/raw/export/a.parquet", "lake/raw/export"), ("lake/enriched/m/a.parquet", "lake/enriched"),
        ("lake/ledger/outcomes/a.parquet", "lake/ledger/outcomes"),
        ("published/marts.duckdb", "published/marts.duckdb"),
        ("archive/2026-06-16/a.eml", "archive"), ("warehouse.duckdb", "warehouse.duckdb"),
    ],
)  # fmt: skip
def test_a_file_belongs_to_a_store_that_a_person_knows(place, store):
    assert stores.store_of(place) == store


@pytest.fixture
def filled(home):
    """Rows of hers and of another in the lake, a folder of the home and a working folder."""
    lake.initialise()
    lake.write_rows("raw/export", "one", [HERS, OTHERS])
    for folder in ("archive", "dbt", "secrets"):
        (home / folder).mkdir(parents=True, exist_ok=True)
        (home / folder / "rows.jsonl").write_text(json.dumps(HERS) + "\n" + json.dumps(OTHERS))
    return home


def test_a_search_says_what_each_store_holds_and_changes_nothing(filled):
    found = stores.search(ANN)
    assert found.held == {"lake/raw/export": 1, "archive": 1, "dbt": 1}
    assert stores.search(ANN).held == found.held
    assert (found.stays, found.unreadable) == ([], [])


def test_what_was_found_is_taken_out_and_working_folders_go_whole(filled):
    assert stores.erase(ANN).held == {"lake/raw/export": 1, "archive": 1, "dbt": 1}
    assert stores.search(ANN).held == {}
    assert lake.read("raw/export")["post_id"].to_pylist() == ["901"]
    assert "901" in (filled / "archive" / "rows.jsonl").read_text()
    assert not (filled / "dbt").exists()
    assert "900" in (filled / "secrets" / "rows.jsonl").read_text(), "the keys are nobody's data"


def test_a_folder_elsewhere_is_searched_under_its_own_name(filled, tmp_path):
    backups = tmp_path / "backups"
    backups.mkdir()
    (backups / "old.jsonl").write_text(json.dumps(HERS))
    (backups / "closed.gpg").write_bytes(b"\x85")
    (backups / "cut.parquet").write_bytes(b"PAR1 cut")
    found = stores.erase(ANN, (backups,))
    assert found.held[str(backups)] == 2
    assert [place.rpartition("/")[2] for place in found.stays] == ["closed.gpg"]
    assert [place.rpartition("/")[2] for place in found.unreadable] == ["cut.parquet: ArrowInvalid"]
    assert (backups / "old.jsonl").read_text() == ""


def test_a_lake_in_a_bucket_is_emptied_too(home, monkeypatch):
    monkeypatch.setenv("CMR_LAKE", "memory://bucket/lake")
    settings.cache_clear()
    lake_files._filesystem.cache_clear()
    lake.initialise()
    lake.write_rows("raw/export", "one", [HERS, OTHERS])
    assert stores.erase(ANN).held == {"lake/raw/export": 1}
    assert lake.read("raw/export")["post_id"].to_pylist() == ["901"]
    lake.filesystem().rm(lake.path(), recursive=True)
    lake_files._filesystem.cache_clear()
