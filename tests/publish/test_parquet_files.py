"""The published marts as one Parquet file each."""

import duckdb
import pyarrow.parquet as pq
import pytest

from transforms.publish import parquet_files


@pytest.fixture
def published(tmp_path):
    path = tmp_path / "marts.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "create table fct_posts as select n as likes, 'a' as community_id from range(5) t(n)"
        )
        connection.execute("create table dim_themes as select 'delay' as theme_id")
        connection.execute("create table stg_secret as select 1 as x")
    return path


def test_each_mart_is_one_file_with_its_rows_and_nothing_else_is_written(published):
    written = parquet_files.write(published)
    assert sorted(path.name for path in written) == ["dim_themes.parquet", "fct_posts.parquet"]
    assert sorted(path.name for path in (published.parent / "parquet").iterdir()) == sorted(
        p.name for p in written
    )
    assert pq.read_table(published.parent / "parquet" / "fct_posts.parquet").num_rows == 5


def test_a_second_night_takes_the_place_of_the_first(published):
    parquet_files.write(published)
    with duckdb.connect(str(published)) as connection:
        connection.execute("delete from fct_posts where likes > 1")
    parquet_files.write(published)
    assert pq.read_table(published.parent / "parquet" / "fct_posts.parquet")[
        "likes"
    ].to_pylist() == [0, 1]
