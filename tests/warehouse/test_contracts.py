"""Marts made by hand have the columns, types and keys that dbt promises."""

import duckdb
import pytest

from transforms.warehouse.contracts import MARTS, contracts, create


def test_every_mart_has_a_contract_and_every_contract_a_mart():
    assert set(contracts()) == {path.stem for path in MARTS.rglob("*.sql")}


@pytest.mark.parametrize("mart", contracts())
def test_a_mart_made_by_hand_has_the_promised_columns_and_a_key_among_them(mart: str):
    promised = contracts()[mart]
    with duckdb.connect() as connection:
        create(connection, mart)
        described = connection.execute(f"describe {mart}").fetchall()
        kinds = ", ".join(f"null::{kind}" for kind in promised.columns.values())
        expected = [
            kind for _, kind, *_ in connection.execute(f"describe select {kinds}").fetchall()
        ]
    assert [(name, kind) for name, kind, *_ in described] == list(
        zip(promised.columns, expected, strict=True)
    )
    assert set(promised.key) <= set(promised.columns)


def test_a_key_is_what_the_yml_tests_for_uniqueness():
    assert contracts()["fct_theme_days"].key == ("community_id", "date", "theme_id")
    assert contracts()["fct_publications"].key == ("publication_id", "community_id")
