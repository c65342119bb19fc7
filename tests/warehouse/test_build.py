"""dbt's environment, and what is said of a build."""

import pytest

from transforms.config.errors import StepFailed
from transforms.config.settings import settings
from transforms.warehouse import build

MODEL = {
    "unique_id": "model.community_manager.fct_posts", "status": "success", "execution_time": 1.25,
    "adapter_response": {"rows_affected": 1234},
}  # fmt: skip
GOOD = {"unique_id": "test.community_manager.unique_key", "status": "pass"}
BAD = {
    "unique_id": "unit_test.community_manager.days",
    "status": "fail",
    "message": "1 row\n differs",
}


def test_a_build_is_told_a_line_a_model_and_its_tests_in_one():
    first, passed, failed = build.told([MODEL, GOOD, BAD])
    assert first.split() == ["fct_posts", "success", "1.25", "s", "1,234", "rows"]
    assert passed == "1 of 2 tests passed"
    assert failed.endswith("1 row differs")


@pytest.mark.usefixtures("home")
def test_dbt_is_told_where_lake_and_warehouse_are_and_sends_nothing_home():
    found = build.dbt_environment()
    assert found["CMR_WAREHOUSE"] == str(settings().warehouse)
    assert found["DBT_SEND_ANONYMOUS_USAGE_STATS"] == "false"
    assert "CMR_WRITER_SCHEMA" not in found


@pytest.mark.usefixtures("home")
def test_a_writer_of_the_ducklake_has_its_schema_and_folders_of_its_own():
    found = build.dbt_environment("w1", ["aeria", "fibra"])
    assert (found["DBT_TARGET"], found["CMR_WRITER_COMMUNITIES"]) == ("ducklake", "aeria,fibra")
    assert found["DBT_TARGET_PATH"] != build.dbt_environment()["DBT_TARGET_PATH"]


@pytest.mark.usefixtures("home")
def test_a_build_that_failed_says_so_in_dbts_words(monkeypatch):
    class Failing:
        def run(self, *_):
            return type("Done", (), {"code": 1, "said": "Compilation Error in fct_posts"})()

    monkeypatch.setattr(build, "SERVER", Failing())
    with pytest.raises(StepFailed, match="dbt build failed:\nCompilation Error in fct_posts"):
        build.dbt("build")
