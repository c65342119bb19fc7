"""The published file: built beside the old one, and what is read of it."""

from datetime import date

import duckdb
import pytest

from transforms.publish import duckdb_file


@pytest.fixture
def target(tmp_path):
    path = tmp_path / "marts.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "create table fct_posts as select unnest(['shop', 'shop', 'inn']) as community_id"
        )
        connection.execute(
            "create table dim_communities as select 'shop' as community_id, date '2025-06-17' as last_date"
        )
    return path


def test_posts_and_last_days_are_read_by_community(target):
    assert duckdb_file.posts(target) == {"shop": 2, "inn": 1}
    assert duckdb_file.last_dates(target) == {"shop": date(2025, 6, 17)}


def test_before_the_first_night_there_is_nothing(tmp_path):
    assert duckdb_file.posts(tmp_path / "absent.duckdb") == {}
    assert duckdb_file.last_dates(tmp_path / "absent.duckdb") == {}
    duckdb_file.set_aside_when_damaged(tmp_path / "absent.duckdb")


def test_a_file_that_cannot_be_read_makes_way_and_is_kept(target):
    duckdb_file.set_aside_when_damaged(target)
    assert target.exists()
    target.write_bytes(b"torn" * 10_000)
    duckdb_file.set_aside_when_damaged(target)
    assert not target.exists()
    assert target.with_suffix(".damaged").read_bytes()[:4] == b"torn"


def test_a_community_that_is_kept_keeps_its_rows_of_before_and_others_get_tonights(tmp_path):
    connection = duckdb.connect()
    for name, rows in {"warehouse": [("shop", 2), ("inn", 2)], "before": [("shop", 1)]}.items():
        connection.execute(f"attach ':memory:' as {name}")
        connection.execute(f"create table {name}.main.fct_posts (community_id varchar, night int)")
        connection.executemany(f"insert into {name}.main.fct_posts values (?, ?)", rows)
    assert duckdb_file._copy(connection, "fct_posts", {"shop"}) == 2
    assert sorted(connection.execute("from fct_posts").fetchall()) == [("inn", 2), ("shop", 1)]
