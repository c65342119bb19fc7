"""A table's row by its columns."""

import pytest

from transforms.extract.files.rows import without_empty


def test_an_empty_cell_says_nothing_but_an_empty_text_is_one():
    assert without_empty(["likes", "text", "url"], ["", "", "x"]) == {"text": "", "url": "x"}


def test_nought_and_none_are_no_empty_cells():
    assert without_empty(["likes", "views"], [0, None]) == {"likes": 0, "views": None}


def test_a_row_of_another_width_than_its_header_is_no_row():
    with pytest.raises(ValueError, match="shorter"):
        without_empty(["likes", "text"], ["1"])
