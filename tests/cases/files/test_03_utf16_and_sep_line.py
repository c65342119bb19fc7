"""UTF-16 "Unicode text", a first line `sep=;`, a title line, a workbook whose name says CSV."""

import pytest

from transforms.config.errors import BadInput


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("12_unicode.csv", "Équipe géniale"),
        ("13_sep.csv", "Équipe géniale"),
        ("19_title.csv", "Merci"),
    ],
)
def test_the_posts_are_read(case, taken, file, text):
    found = taken(case / file)
    assert (found["text"], found["likes"]) == ([text], [3])


def test_a_broken_workbook_is_named_as_one(case, taken):
    with pytest.raises(BadInput, match="an Excel workbook, whatever its name says"):
        taken(case / "23b_x.csv")
