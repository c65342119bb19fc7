"""Compaction: fewer files, the same rows."""

from datetime import date

import pytest

from transforms import lake
from transforms.operate.week import compaction


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


def test_a_source_s_last_night_and_a_network_s_last_load_keep_their_names(home):
    lake.initialise()
    for day in (1, 2, 3):
        for source in ("one--export_a", "two--export_b"):
            row = {"community_id": source[:3], "night": date(2025, 6, day), "rows": 1}
            lake.write_rows("sources", f"{source}--2025-06-0{day}", [row])
        lake.write_rows("raw/export", f"175000000{day}.12.abc", [{"post_id": f"{day}"}])
    compaction.compact()
    compaction.compact()
    kept = {name for name in lake.names("sources") if not name.startswith("compacted-")}
    assert kept == {"one--export_a--2025-06-03", "two--export_b--2025-06-03"}
    assert len(lake.names("sources")) == 3
    assert "1750000003.12.abc" in lake.names("raw/export")
    assert len(lake.read("raw/export")) == 3
