"""What every mart owes its reader: a contract, its grain in the first words, columns that say what
they hold.
"""

from pathlib import Path

import pytest
import yaml

from transforms.config.settings import PROJECT
from transforms.lake.schemas import SCHEMAS

MARTS = PROJECT / "dbt" / "models" / "marts"
FILES = sorted(path for path in MARTS.rglob("*.sql"))
LEDGERS = {
    "fct_recommendations": "recommendations",
    "fct_recommendation_outcomes": "outcomes",
    "fct_track_record": "track_record",
    "fct_publications": "publications",
}


def documented(path: Path) -> dict:
    [model] = yaml.safe_load(path.with_suffix(".yml").read_text(encoding="utf-8"))["models"]
    return model


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_mart_has_its_grain_first_and_types_and_words_for_every_column(path: Path):
    model = documented(path)
    assert model["name"] == path.stem
    assert model["description"].startswith("One row per ")
    assert all(column.get("data_type") and column.get("description") for column in model["columns"])
    assert {"community_id", "industry"} <= {column["name"] for column in model["columns"]}
    [key] = [
        test["unique_combination"] for test in model["data_tests"] if "unique_combination" in test
    ]
    assert set(key["arguments"]["columns"]) <= {column["name"] for column in model["columns"]}


def test_contracts_are_enforced_for_every_mart():
    project = yaml.safe_load((PROJECT / "dbt" / "dbt_project.yml").read_text(encoding="utf-8"))
    assert project["models"]["community_manager"]["marts"]["+contract"] == {"enforced": True}
    assert len(FILES) >= 17


@pytest.mark.parametrize(("mart", "ledger"), LEDGERS.items(), ids=LEDGERS)
def test_a_ledgers_mart_has_all_of_its_columns(mart: str, ledger: str):
    columns = {column["name"] for column in documented(MARTS / "advice" / f"{mart}.sql")["columns"]}
    assert columns == set(SCHEMAS[f"ledger/{ledger}"].names)
