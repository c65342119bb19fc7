"""Database files without a forgotten person, down to the pages that nobody reads any more."""

import sqlite3

import duckdb
import pytest

from tests.privacy.erasure.test_cells import ANN
from transforms.privacy.erasure import databases

SECRET = "kettle-of-the-ninth-landing"


@pytest.fixture
def duck(tmp_path):
    """A DuckDB file with one row of hers, one of another that names her, and a view."""
    path = tmp_path / "marts.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "create table posts as select * from (values "
            f"('77', 'x', '900', '{SECRET}', ['x/900']), "
            "('78', 'x', '901', 'Ann Tester says so', ['x/900', 'x/901'])) "
            "t(author_id, network, post_id, text, evidence)"
        )
        connection.execute("create table built_models (name varchar)")
        connection.execute("create view texts as select text from posts")
    return path


def test_a_search_counts_and_changes_nothing(duck):
    before = duck.read_bytes()
    assert databases.scrub_duckdb(duck, ANN, erase=False) == 3
    assert duck.read_bytes() == before
    assert [path.name for path in duck.parent.iterdir()] == [duck.name], "no draft is left"


def test_her_row_her_name_and_her_post_in_lists_are_gone_and_the_next_build_begins_anew(duck):
    assert databases.scrub_duckdb(duck, ANN, erase=True) == 3
    assert databases.scrub_duckdb(duck, ANN, erase=False) == 0
    assert SECRET.encode() not in duck.read_bytes()
    with duckdb.connect(str(duck)) as connection:
        [row] = connection.execute("select post_id, text, evidence from posts").fetchall()
        tables = connection.execute("select table_name from duckdb_tables()").fetchall()
        assert connection.execute("from texts").fetchall() == [(row[1],)]
    assert row == ("901", "[forgotten] says so", ["x/901"])
    assert tables == [("posts",)]


def test_a_view_of_what_is_not_there_does_not_stand_in_the_way(duck):
    with duckdb.connect(str(duck)) as connection:
        connection.execute("create table passing as select 1 as one")
        connection.execute("create view broken as select * from passing")
        connection.execute("drop table passing")
    assert databases.scrub_duckdb(duck, ANN, erase=True) == 3
    with duckdb.connect(str(duck)) as connection:
        assert connection.execute("select count(*) from posts").fetchone() == (1,)


@pytest.fixture
def lite(tmp_path):
    """A SQLite file with one row of hers, one of another that names her, and a table without ids."""
    path = tmp_path / "airflow.db"
    with sqlite3.connect(path) as connection:
        connection.execute("create table posts (author_id, network, post_id, text)")
        rows = [("77", "x", "900", SECRET), ("78", "x", "901", "Ann Tester says so")]
        connection.executemany("insert into posts values (?, ?, ?, ?)", rows)
        connection.execute("create table plain (name text primary key, n) without rowid")
        connection.execute("insert into plain values ('kept', 1)")
    connection.close()
    return path


def test_a_sqlite_file_is_searched_and_only_then_emptied(lite):
    assert databases.scrub_sqlite(lite, ANN, erase=False) == 2
    assert SECRET.encode() in lite.read_bytes()
    assert databases.scrub_sqlite(lite, ANN, erase=True) == 2
    assert SECRET.encode() not in lite.read_bytes()
    connection = sqlite3.connect(lite)
    assert connection.execute("select post_id, text from posts").fetchall() == [
        ("901", "[forgotten] says so")
    ]
    assert connection.execute("select * from plain").fetchall() == [("kept", 1)]
    connection.close()
