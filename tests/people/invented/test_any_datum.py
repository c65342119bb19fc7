"""However personal data is written it is gone, its sentence stays, and what is nobody's stays as it is."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.people.invented.data import ENGLISH, FRENCH, KINDS_OF_DATA, NOBODYS
from transforms.people.masking import mask

KEPT = {"brand"}
MARKS = re.compile(r"\[(?:email|phone|card|iban|id|address)\]|@?user")
SEPARATORS = re.compile(r"[\W_]+")


def _bare(text: str) -> str:
    """A text without what may stand between digits or parts of a name, and without case."""
    return SEPARATORS.sub("", text).casefold()


@pytest.mark.parametrize("kind", KINDS_OF_DATA)
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_a_datum_is_gone_and_the_sentence_around_it_stays(kind, data):
    written, piece = data.draw(KINDS_OF_DATA[kind]())
    language = data.draw(st.sampled_from(["fr", "en"]))
    frame = data.draw(st.sampled_from(FRENCH if language == "fr" else ENGLISH))
    masked = mask(frame.format(written), language=language, kept=KEPT)
    assert _bare(piece) not in _bare(masked)
    before, _, after = frame.partition("{}")
    assert masked.startswith(before)
    assert masked.rstrip(".").endswith(after.rstrip("."))  # a stop may be of "Rd."
    assert MARKS.search(masked)
    assert mask(masked, language=language, kept=KEPT) == masked


@given(
    pieces=st.lists(st.sampled_from(NOBODYS), min_size=1, max_size=4),
    joint=st.sampled_from([", ", " et ", "\n", " - ", " (", " and "]),
    language=st.sampled_from(["fr", "en", None]),
)
@settings(max_examples=400, deadline=None)
def test_what_is_nobodys_stays_as_it_is(pieces, joint, language):
    text = joint.join(pieces)
    assert mask(text, language=language, kept=KEPT) == text
