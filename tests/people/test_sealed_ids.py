"""Ids of posts that name their author: a name for the marts, and a seal that only this installation
opens.
"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.people.sealed_ids import Seal

URI = "at://did:plc:jane/app.bsky.feed.post/3k"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_id_comes_back_as_it_was(raw_id):
    seal = Seal((b"k1",))
    assert seal.open(seal.close(raw_id)) == raw_id


def test_the_name_and_the_sealed_form_tell_nothing_of_the_author():
    seal = Seal((b"k1",))
    assert re.fullmatch("[0-9a-f]{32}", seal.name(URI))
    assert "jane" not in seal.close(URI)
    assert seal.close(URI) != seal.close(URI), "two seals of one id cannot be compared"
    assert seal.name(URI) == seal.name(URI), "two names of one id can"


def test_after_a_rotation_the_name_stays_and_what_was_sealed_before_opens():
    old, new = Seal((b"k1",)), Seal((b"k1", b"k2"))
    assert new.name(URI) == old.name(URI)
    assert new.open(old.close(URI)) == URI
    assert old.open(new.close(URI)) is None, (
        "the old key alone does not open what the new one sealed"
    )


@pytest.mark.parametrize("sealed", ["", "nonsense", Seal((b"other",)).close(URI)])
def test_what_was_not_sealed_here_does_not_open(sealed):
    assert Seal((b"k1", b"k2")).open(sealed) is None
