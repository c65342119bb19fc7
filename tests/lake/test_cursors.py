"""What a source remembers between nights."""

import pytest

from transforms import lake
from transforms.lake import cursors


def test_what_was_remembered_last_is_read_again(home):
    assert cursors.read("one") == {}
    cursors.write("one", {"since": "2025-06-17", "kinds": {"7": "post"}})
    cursors.write("one", {"since": "2025-06-18"})
    assert cursors.read("one") == {"since": "2025-06-18"}
    assert cursors.read("two") == {}


@pytest.mark.parametrize("damaged", [b"", b"{", b"[1, 2]", b"null", b"\xff\xfe"])
def test_a_damaged_cursor_counts_as_nothing_because_the_source_can_be_asked_again(home, damaged):
    cursors.write("one", {"since": "2025-06-17"})
    lake.filesystem().pipe_file(lake.path("raw", "_cursors", "one.json"), damaged)
    assert cursors.read("one") == {}


def test_no_draft_is_left_beside_it(home):
    cursors.write("one", {"since": "2025-06-17"})
    assert [path.name for path in (home / "lake" / "raw" / "_cursors").iterdir()] == ["one.json"]
