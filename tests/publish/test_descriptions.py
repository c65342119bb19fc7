"""The published tables say what they hold."""

import json

import duckdb

from transforms.publish import descriptions


def test_tables_and_columns_bear_the_words_of_the_documentation(tmp_path):
    manifest = tmp_path / "manifest.json"
    columns = {
        "likes": {"description": "Likes; it's null\n when unknown."},
        "gone": {"description": "No such column."},
    }
    model = {
        "name": "fct_posts",
        "resource_type": "model",
        "description": 'One row per "post".',
        "columns": columns,
    }
    manifest.write_text(
        json.dumps({"nodes": {"a": model, "b": {"name": "t", "resource_type": "test"}}})
    )
    with duckdb.connect() as connection:
        connection.execute(
            "create table fct_posts (likes bigint); create table other (likes bigint)"
        )
        assert descriptions.describe(connection, manifest) == 2
        assert connection.execute(
            "select comment from duckdb_tables() where not internal order by table_name"
        ).fetchall() == [
            ('One row per "post".',),
            (None,),
        ]
        assert connection.execute(
            "select comment from duckdb_columns() where not internal order by table_name"
        ).fetchall() == [
            ("Likes; it's null when unknown.",),
            (None,),
        ]


def test_without_documentation_nothing_is_said(tmp_path):
    with duckdb.connect() as connection:
        assert descriptions.describe(connection, tmp_path / "none.json") == 0
