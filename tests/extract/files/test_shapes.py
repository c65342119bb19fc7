"""Every shape reads a file built from its public documentation."""

import pytest

from tests.cases.conftest import _taken
from tests.extract.files.shapes.made_shapes import MADE
from tests.extract.files.shapes.shapes_table import row
from transforms.config.exports.shapes import read_shapes
from transforms.config.settings import PROJECT
from transforms.extract.door import as_json
from transforms.extract.files.proposal import propose


def test_every_shape_has_a_file_and_says_where_it_is_documented_and_how_far_it_was_verified():
    assert set(MADE) == set(read_shapes())
    for name, shape in read_shapes().items():
        assert all(link.startswith("https://") for link in shape.documented), name


@pytest.mark.parametrize("name", MADE)
def test_its_rows_are_read_set_aside_or_no_posts_and_nothing_else(tmp_path, name):
    made = MADE[name]
    (tmp_path / made.file).write_bytes(made.content)
    found = _taken(tmp_path / made.file, kind=name)
    left_out = made.rows - made.read - made.set_aside
    assert (len(found.posts), len(found.tally.rejected), found.tally.no_posts) == (
        made.read,
        made.set_aside,
        left_out,
    )
    for person in ("somebody", "someone0", "nick.name9", "Someone Else", "Another One", "A B"):
        assert person not in as_json(found.posts)


@pytest.mark.parametrize("name", MADE)
def test_it_is_known_when_it_is_met_alone_or_in_a_folder(tmp_path, name):
    made = MADE[name]
    (tmp_path / made.file).write_bytes(made.content)
    assert propose(tmp_path / made.file).source["kind"] == name
    assert len(_taken(tmp_path, kind=name).posts) == made.read


def test_the_documentation_lists_every_kind_and_what_becomes_of_its_file():
    listed = (PROJECT / "docs" / "files.md").read_text(encoding="utf-8").splitlines()
    told = [row(name, made.rows, made.read, made.set_aside) for name, made in MADE.items()]
    assert [line for line in told if line not in listed] == []
