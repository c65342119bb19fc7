"""The lake remembers the keys it was written with, and refuses others."""

import json

import pytest

from transforms import lake
from transforms.config.errors import BadInput
from transforms.lake import cursors
from transforms.people import key_mark
from transforms.people.key_mark import MARK, NEXT, check_keys


@pytest.fixture
def marked(home):
    lake.initialise()
    check_keys((b"one",))
    return home


def test_the_first_keys_are_remembered_without_being_told(marked):
    told = json.dumps(cursors.read(MARK))
    assert cursors.read(MARK)["keys"] == 1
    assert "one" not in told
    check_keys((b"one",))


def test_other_keys_are_refused(marked):
    with pytest.raises(BadInput, match="not the pseudonym keys of this lake"):
        check_keys((b"another",))


def test_a_new_key_has_to_be_rotated_in_first(marked):
    with pytest.raises(BadInput, match="rotate-key"):
        check_keys((b"one", b"two"))


def test_fewer_keys_than_the_lake_was_written_with_are_other_keys(home):
    lake.initialise()
    check_keys((b"one", b"two"))
    with pytest.raises(BadInput, match="restore them"):
        check_keys((b"two",))


def test_a_rotation_that_was_not_finished_is_said_before_anything_is_pulled(marked, monkeypatch):
    from transforms.config.settings import settings

    monkeypatch.delenv("CMR_PSEUDONYM_KEYS")
    settings.cache_clear()
    key_mark.key_file().parent.mkdir(parents=True, exist_ok=True)
    key_mark.key_file().with_name(NEXT).write_text("ab" * 32)
    with pytest.raises(BadInput, match="was not finished"):
        check_keys((b"one",))
