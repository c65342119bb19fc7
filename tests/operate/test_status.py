"""`cmr status` says what the lake knows: no night, a failing source, rows set aside, seconds per
step.
"""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from rich.console import Console

from transforms import lake
from transforms.operate import status

NOW = datetime.now(UTC)
COMMUNITY = """
name: brand
industry: telecom
language: fr
timezone: Europe/Paris
accounts: [brand]
sources:
  - {network: export, path: "posts.jsonl"}
"""


def _pull(hours_ago: int, state: str, rows: int, message: str) -> dict:
    return {
        "community_id": "brand", "source": "reddit", "network": "reddit", "night": date(2025, 6, 1), "status": state,
        "rows": rows, "quarantined": 0, "message": message, "finished_at": NOW - timedelta(hours=hours_ago),
    }  # fmt: skip


@pytest.fixture
def brand(folder):
    (folder / "communities" / "brand.yml").write_text(COMMUNITY)


def test_before_the_first_night_everything_is_empty_and_said(brand):
    found = status.collect()
    assert found["communities"] == [{"community": "brand", "industry": "telecom", "night": None}]
    assert found["sources"] == found["steps"] == found["quarantine"] == []
    assert found["model"] is None


def test_a_failing_source_tells_how_old_its_last_good_pull_is(brand):
    lake.write_rows("sources", "a", [_pull(30, "ok", 12, "12 new")])
    lake.write_rows("sources", "b", [_pull(6, "failed", 0, "no credentials")])
    (source,) = status.collect()["sources"]
    assert (source["status"], source["message"]) == ("failed", "no credentials")
    assert 30 <= source["hours"] < 36


def test_the_steps_are_those_of_the_newest_day_and_runs_are_summed(brand):
    for name, seconds, ended in (
        ("2025-05-31/x", 99.0, NOW),
        ("2025-06-01/a", 2.0, NOW),
        ("2025-06-01/b", 3.0, NOW),
    ):
        lake.write_rows("ops/steps", name, [{"step": "enrich", "status": "success", "seconds": seconds,
                                             "started_at": ended, "finished_at": ended}])  # fmt: skip
    (step,) = status.collect()["steps"]
    assert (step["runs"], step["seconds"]) == (2, 5.0)


def test_a_step_that_failed_says_what_in_it_did(brand):
    failed = {"step": "advice", "status": "failed", "seconds": 1.0, "error": "StepFailed"}
    lake.write_rows("ops/steps", "2025-06-01/a", [
        failed | {"started_at": NOW, "finished_at": NOW, "details": '{"failed": ["unique_key"]}'}
    ])  # fmt: skip
    (step,) = status.collect()["steps"]
    assert (step["status"], step["message"]) == ("failed", "unique_key")


def test_what_a_stranger_wrote_is_printed_as_it_stands(brand):
    lake.write_rows("sources", "a", [_pull(1, "failed", 0, "[red]owned[/red]")])
    said = StringIO()
    status.show(status.collect(), Console(file=said, width=160))
    assert "[red]owned[/red]" in said.getvalue()
