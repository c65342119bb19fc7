"""What a file is before anybody said how to read it."""

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from transforms.config.errors import BadInput
from transforms.extract.files.sample import ROWS, sample

POSTS = [{"id": str(n), "message": f"post {n}"} for n in range(3)]


def test_lines_of_json_have_the_names_of_all_their_rows(tmp_path):
    path = tmp_path / "posts.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in [*POSTS, {"likes": 3}]))
    found = sample(path)
    assert (found.form, found.names) == ("json", ["id", "message", "likes"])
    assert found.rows[:3] == POSTS


def test_a_table_says_what_parts_its_cells(tmp_path):
    path = tmp_path / "posts.csv"
    path.write_text("id;message\n1;late again\n2;and again\n")
    found = sample(path)
    assert (found.form, found.delimiter, found.names) == ("table", ";", ["id", "message"])
    assert found.rows[0] == {"id": "1", "message": "late again"}


def test_the_longest_list_of_a_document_is_its_records(tmp_path):
    path = tmp_path / "posts.json"
    path.write_text(json.dumps({"about": [{"a": 1}], "data": {"posts": POSTS}}, indent=1))
    found = sample(path)
    assert (found.records, found.rows) == ("data.posts", POSTS)


def test_a_document_without_records_is_refused(tmp_path):
    path = tmp_path / "posts.json"
    path.write_text(json.dumps({"about": {"name": "brand"}}, indent=1))
    with pytest.raises(BadInput, match="without any list of records"):
        sample(path)


def test_no_more_than_the_first_rows_are_looked_at(tmp_path):
    path = tmp_path / "posts.parquet"
    pq.write_table(pa.Table.from_pylist(POSTS * 100), path)
    assert len(sample(path).rows) == ROWS
