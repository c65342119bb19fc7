"""Names and values as SQL writes them, whatever they hold."""

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.warehouse.sql import identifier, literal

TEXTS = st.text(
    alphabet=st.characters(exclude_characters="\x00", exclude_categories=["Cs"]),
    min_size=1,
    max_size=30,
)


@given(TEXTS)
def test_any_value_comes_back_as_it_was(value):
    assert duckdb.sql(f"select {literal(value)}").fetchone() == (value,)


@given(TEXTS)
def test_any_name_names_one_column(name):
    assert duckdb.sql(f"select 1 as {identifier(name)}").columns == [name]


@pytest.mark.parametrize("hostile", ["a'; drop table t; --", "''", "\\'", "'" * 7])
def test_a_value_is_never_more_than_a_value(hostile):
    connection = duckdb.connect()
    connection.execute("create table t as select 1 as x")
    assert connection.execute(f"select {literal(hostile)} from t").fetchone() == (hostile,)
    assert connection.execute("select count(*) from t").fetchone() == (1,)


def test_truth_is_written_as_sql_has_it():
    assert (literal(True), literal(False)) == ("true", "false")
