"""Compaction: fewer files, the same rows."""

import pytest

from transforms import lake
from transforms.operate import compaction


@pytest.fixture
def scattered(home):
    """A lake with twenty small files in two folders of one kind and one."""
    lake.initialise()
    for number in range(20):
        model = "old" if number < 5 else "new"
        lake.write_rows(
            "enriched", f"{model}/{number:02}", [{"text_hash": f"{number}", "model": model}]
        )
        lake.write_rows("quarantine", f"{number:02}", [{"community_id": "one", "line": number}])


def rows(folder):
    return sorted(map(str, lake.read(folder).to_pylist()))


def test_the_rows_are_the_same_in_fewer_files(scattered):
    before = {folder: rows(folder) for folder in ("enriched", "quarantine")}
    result = compaction.compact()
    assert result["quarantine"] == {"before": 20, "after": 1}
    assert result["enriched"] == {"before": 20, "after": 2}
    assert {folder: rows(folder) for folder in before} == before


def test_compacting_again_changes_nothing(scattered):
    compaction.compact()
    names = lake.names("enriched")
    assert compaction.compact()["enriched"] == {"before": 2, "after": 2}
    assert lake.names("enriched") == names
