"""Which row of a table names its columns, and what is said when the names are not those needed."""

from pathlib import Path

import pytest

from transforms.config.errors import BadInput
from transforms.config.exports.mapping import Mapping
from transforms.extract.files.header import Header, check, choose, looks_like_values
from transforms.extract.mapping import Translation

OURS = ["post_id", "network", "author_id", "text", "created_at"]
FILE = Path("posts.csv")


def test_the_row_with_our_names_is_the_header_below_a_title_and_above_a_post():
    rows = [["Report of June", "", ""], OURS, ["1", "x", "ann", "late", "2025-06-17"]]
    assert choose(((cells, place) for place, cells in enumerate(rows)), Translation()) == (OURS, 1)


def test_the_widest_row_of_names_is_the_header_where_no_name_is_ours():
    rows = [["Report"], ["Id", "Message", "When", "Likes"], ["1", "late", "2025-06-17", "3"]]
    found = choose(((cells, place) for place, cells in enumerate(rows)), Translation())
    assert found == (rows[1], 1)


def test_a_table_without_any_cell_has_no_header():
    assert choose([(["", ""], 0)], Translation()) is None


def test_a_column_without_a_name_is_called_after_its_place():
    assert Header(["post_id", "", "text"]).names == ["post_id", "column_2", "text"]


def test_a_name_that_stands_twice_is_no_column_to_choose_from():
    with pytest.raises(BadInput, match="two columns are called 'text'"):
        check(FILE, Header([*OURS, "text"]), Translation())


def test_a_missing_column_is_named_with_what_may_be_it():
    names = ["post_id", "network", "author_id", "Message", "created_at"]
    with pytest.raises(BadInput, match=r"missing required column text.*'Message' may be 'text'"):
        check(FILE, Header(names), Translation())


def test_a_column_that_the_source_maps_is_not_missing():
    names = ["post_id", "network", "author_id", "Note", "created_at"]
    check(FILE, Header(names), Translation(Mapping(columns={"text": "Note"})))


def test_words_of_a_post_that_stands_for_a_header_are_not_quoted():
    with pytest.raises(BadInput, match="looks like a post") as caught:
        check(FILE, Header(["1", "x", "jane", "my own words", "2025-06-17"]), Translation())
    assert "my own words" not in str(caught.value)


VALUES = {"a number": "1 234,5", "a day": "2025-06-17 10:00", "an address": "a@b.example"}


@pytest.mark.parametrize("cell", VALUES.values(), ids=VALUES)
def test_numbers_times_and_addresses_are_values(cell):
    assert looks_like_values(["text", cell])
    assert not looks_like_values(["text", "Likes (total)"])
