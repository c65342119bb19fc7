"""JSON: one object a line, or one document with its list of records somewhere in it."""

import json

import pytest

from transforms.config.errors import BadInput
from transforms.extract.files import objects
from transforms.extract.files.encoding import encoding_of
from transforms.extract.files.rows import Rejected

POSTS = [{"id": 1}, {"id": 2}]


@pytest.fixture
def read(tmp_path):
    """Reads a file of that name and content."""

    def rows(name: str, content: str | bytes, records: str | None = None) -> list:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(objects.read(path, encoding_of(path), records))

    return rows


FORMS = {
    "lines": ("a.jsonl", '{"id": 1}\n\n{"id": 2}\n', None, [1, 3]),
    "lines behind a mark": ("a.jsonl", "\ufeff" + '{"id": 1}\n{"id": 2}', None, [1, 2]),
    "a list": ("a.json", json.dumps(POSTS, indent=1), None, [1, 2]),
    "a document": ("a.json", json.dumps({"data": {"posts": POSTS}}), "data.posts", [1, 2]),
    "a script": ("a.js", f"window.YTD.tweets.part0 = {json.dumps(POSTS)};", None, [1, 2]),
}


@pytest.mark.parametrize(("name", "content", "records", "lines"), FORMS.values(), ids=FORMS)
def test_every_form_gives_its_records_in_order(read, name, content, records, lines):
    rows = read(name, content, records)
    assert [row.values for row in rows] == POSTS
    assert [row.line for row in rows] == lines


def test_a_line_that_is_no_object_is_set_aside_and_the_rest_go_on(read):
    good, broken, number = read("a.jsonl", '{"id": 1}\n{"id": \n7\n')
    assert good.values == {"id": 1}
    assert isinstance(broken, Rejected)
    assert number.reason == "not a JSON object but a int"


def test_lone_surrogates_which_exports_have_are_read(read):
    [row] = read("a.jsonl", r'{"id": "a\ud800"}')
    assert row.values == {"id": "a\ud800"}


def test_a_document_without_a_list_of_records_says_where_some_are(read):
    with pytest.raises(BadInput, match=r"there are data\.posts \(2\)"):
        read("a.json", json.dumps({"data": {"posts": POSTS}}, indent=1))
    with pytest.raises(BadInput, match=r"no list of records at data\.other"):
        read("a.json", json.dumps({"data": {"posts": POSTS}}), "data.other")


def test_half_a_document_gives_nothing(read):
    with pytest.raises(BadInput, match="not a whole JSON document at line 1"):
        read("a.json", '[{"id": 1}')
