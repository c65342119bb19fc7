"""The published file, read only; what is not there has no rows."""

import duckdb
import pytest

from transforms.report.facts.published import Published


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "marts.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "create table dim_communities as select 'shop' as community_id, 3 as posts"
        )
        connection.execute("create schema ops")
        connection.execute("create table ops.steps as select 'stage' as step")
    return path


def test_rows_are_read_by_name_and_bound_by_place_or_name(path):
    query = "select posts from dim_communities where community_id = "
    with Published(path) as published:
        assert published.rows("dim_communities", query + "?", ["shop"]) == [{"posts": 3}]
        assert published.one("dim_communities", query + "$name", {"name": "shop"}) == {"posts": 3}
        assert published.one("dim_communities", query + "?", ["nobody"]) is None
        assert published.tables == {"dim_communities", "ops.steps"}


def test_a_table_or_a_file_that_is_not_there_has_no_rows(path, tmp_path):
    with Published(path) as published:
        assert published.rows("fct_posts", "select * from fct_posts", []) == []
    with Published(tmp_path / "absent.duckdb") as published:
        assert published.one("fct_posts", "select * from fct_posts", []) is None


def test_nothing_can_be_written(path):
    with Published(path) as published, pytest.raises(duckdb.InvalidInputException):
        published.rows("dim_communities", "delete from dim_communities", [])
