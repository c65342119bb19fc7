"""Rows without any value are no rows, and the sum below a table is no post."""

import pytest


@pytest.mark.parametrize(("file", "posts"), [("18_tail.csv", 1), ("trail.csv", 10)])
def test_nothing_is_set_aside(case, taken, file, posts):
    found = taken(case / file)
    assert (len(found.posts), found.tally.rejected) == (posts, [])
