"""The run ledger: one row per run of a step, whatever becomes of it, and nothing of anybody."""

import json

import duckdb
import pyarrow.parquet as pq
import pytest

from transforms import lake
from transforms.config.settings import settings
from transforms.lake import run_ledger
from transforms.publish import duckdb_file


def rows() -> list[dict]:
    return lake.read("ops/steps").to_pylist()


def test_a_step_leaves_a_row_with_its_counts_its_versions_and_how_long_it_took(home):
    with run_ledger.step("extract", community="fibra") as facts:
        facts |= {"source": "export_fibra", "rows_in": 30, "rows": 20, "quarantined": 1}
    row = rows()[0]
    assert (row["step"], row["status"], row["community_id"], row["source"]) == (
        "extract", "success", "fibra", "export_fibra",
    )  # fmt: skip
    assert (row["rows_in"], row["rows_out"], json.loads(row["details"])) == (
        30,
        20,
        {"quarantined": 1},
    )
    assert row["duckdb_version"] == duckdb.__version__
    assert row["finished_at"] >= row["started_at"]


def test_a_failed_step_names_its_error_by_kind_only(home):
    with pytest.raises(ValueError, match=r"ann@example\.org"), run_ledger.step("stage"):
        raise ValueError("ann@example.org wrote this")
    assert [(row["status"], row["error"]) for row in rows()] == [("failed", "ValueError")]
    written = b"".join(path.read_bytes() for path in (home / "lake" / "ops").rglob("*.parquet"))
    assert b"ann@example.org" not in written


def test_a_thousand_reports_are_not_a_thousand_files_but_a_failed_one_is_there(home):
    for number in range(5):
        with run_ledger.step("report", recipient=f"{number:016x}"):
            pass
    with pytest.raises(RuntimeError), run_ledger.step("report", recipient="f" * 16):
        raise RuntimeError
    assert [(row["status"], row["details"]) for row in rows()] == [("failed", "{}")]
    assert len((home / "ops" / "steps.jsonl").read_text().splitlines()) == 6


def test_a_ledger_that_cannot_be_written_hides_nothing(home, monkeypatch):
    home.mkdir(parents=True)
    (home / "ops").write_text("in the way")
    (home / "lake").write_text("in the way")
    with pytest.raises(KeyError), run_ledger.step("marts"):
        raise KeyError("the step's own error")
    with run_ledger.step("marts") as facts:
        facts["models"] = 3


def test_the_published_file_shows_the_ledger_as_schema_ops(home):
    lake.initialise()
    with run_ledger.step("stage") as facts:
        facts["nights"] = 2
    settings().warehouse.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(settings().warehouse)) as connection:
        connection.execute(
            "create table dim_communities as select 'fibra' as community_id, 'telecom' as industry"
        )
        connection.execute("create table fct_publications as select * from read_parquet(?)",
                           [str(home / "lake" / "ledger" / "publications" / "_schema.parquet")])  # fmt: skip
    duckdb_file.build(settings().warehouse, settings().published, set())
    with duckdb.connect(str(settings().published), read_only=True) as connection:
        assert connection.execute("select step, status from ops.steps").fetchall() == [
            ("stage", "success")
        ]
        assert connection.execute("select count(*) from ops.sources").fetchone() == (0,)
        assert connection.execute("select count(*) from ops.quarantine").fetchone() == (0,)
        unsaid = connection.execute("""
            select table_name, column_name from duckdb_columns()
            where (schema_name = 'ops' or starts_with(table_name, 'ops_')) and comment is null""").fetchall()
        assert unsaid == [], "every column of operations says what it holds"


def test_the_ledger_is_readable_by_any_parquet_reader(home):
    with run_ledger.step("enrich", shard="abc") as facts:
        facts["texts"] = 7
    path = next((home / "lake" / "ops").rglob("*-enrich-*.parquet"))
    assert pq.read_table(path).to_pylist()[0]["rows_out"] == 7
