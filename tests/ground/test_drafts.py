"""A file takes its place whole, or what was there stays."""

import pytest

from transforms.ground.drafts import replacing


def test_a_file_is_the_old_one_until_the_new_one_is_whole(tmp_path):
    target = tmp_path / "marts"
    target.write_text("old")
    with replacing(target) as draft:
        draft.write_text("new")
        assert target.read_text() == "old"
        assert draft.parent == target.parent, "on the same disk, so that the rename is one step"
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_what_fails_on_the_way_leaves_the_old_file_and_no_draft(tmp_path):
    target = tmp_path / "marts"
    target.write_text("old")

    def cut_short():
        with replacing(target) as draft:
            draft.write_text("ne")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cut_short()
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_where_nothing_was_written_nothing_is_replaced(tmp_path):
    target = tmp_path / "marts"
    target.write_text("old")
    with replacing(target):
        pass
    assert target.read_text() == "old"


def test_two_writers_at_once_do_not_share_a_draft(tmp_path):
    with replacing(tmp_path / "a") as one, replacing(tmp_path / "a") as other:
        assert one != other
        one.write_text("1")
        other.write_text("2")
    assert (tmp_path / "a").read_text() == "1", "the block that ended last"
