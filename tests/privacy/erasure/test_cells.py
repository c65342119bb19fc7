"""What is left of one value when somebody is forgotten; everybody here is made up."""

import json

import pytest

from tests.people.test_redaction import hidden
from transforms.people.redaction import NAME
from transforms.privacy.erasure.cells import GONE, clean, cleaner, goes, needs_network


class Forgotten:
    """Ann, who wrote x/900, and whose text has the hash h1."""

    hidden = hidden(names=("Ann Tester",))

    def __contains__(self, person: object) -> bool:
        return person == ("x", "77")

    def is_name(self, words: str) -> bool:
        return words in ("ann tester", "f00d")

    def is_post(self, network: str, post_id: str) -> bool:
        return (network, post_id) == ("x", "900")

    def is_text(self, text_hash: str) -> bool:
        return text_hash == "h1"


ANN = Forgotten()


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"author_id": "77", "network": "x", "post_id": "1"}, True),
        ({"author_id": "f00d", "network": "x", "post_id": "1"}, True),
        ({"author_id": "78", "network": "x", "post_id": "900"}, True),
        ({"author_id": "78", "network": "x", "post_id": "901", "text_hash": "h1"}, False),
        ({"network": "reddit", "post_id": "900"}, False),
        ({"text_hash": "h1"}, True),
        ({"text_hash": "h2"}, False),
        ({"author_id": "78", "text_hash": "h1"}, False),
        ({"theme_id": "delay"}, False),
        ({"author_id": None, "network": None, "post_id": None}, False),
    ],
)
def test_a_row_goes_when_it_is_theirs_and_stays_when_others_share_it(row, expected):
    assert goes(row, ANN) is expected


@pytest.mark.parametrize(
    ("value", "column", "left"),
    [
        ("thanks Ann Tester!", "text", f"thanks {NAME}!"),
        ("900", "in_reply_to", NAME),
        ("901", "in_reply_to", "901"),
        ("f00d", "author_id", None),
        ("x/900", "evidence", GONE),
        (["x/900", "x/901"], "evidence", ["x/901"]),
        (
            [{"network": "x", "post_id": "900"}, {"network": "x", "post_id": "901"}],
            "posts",
            [{"network": "x", "post_id": "901"}],
        ),
        (7, "likes", 7),
        (None, "text", None),
    ],
)
def test_a_value_keeps_what_is_others(value, column, left):
    assert clean(value, column, "x", ANN) == left


def test_a_value_that_is_json_is_cleaned_inside_and_left_alone_when_nothing_is_theirs():
    kept = '{"b": 1,  "a": "nobody"}'
    assert clean(kept, "extra", "x", ANN) == kept, "not a blank is changed"
    assert json.loads(clean('{"said": "by Ann Tester"}', "extra", "x", ANN)) == {
        "said": f"by {NAME}"
    }
    assert clean('{"broken": "Ann Tester"', "extra", "x", ANN) == f'{{"broken": "{NAME}"'


def test_what_would_go_from_a_list_is_null_in_a_column_of_its_own():
    assert cleaner("evidence", "x", ANN)("x/900") is None


@pytest.mark.parametrize(
    ("column", "needs"), [("in_reply_to", True), ("parent_post_id", True), ("post_id", False)]
)
def test_ids_of_other_posts_are_told_apart_by_the_network(column, needs):
    assert needs_network(column) is needs
