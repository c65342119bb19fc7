"""Texts as their authors wrote them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.extract.values.texts import joined, mended, shown

MENDED = {
    "read as another encoding": ("dÃ©solÃ©", "désolé"),
    "right as it is": ("désolé, à côté", "désolé, à côté"),
    "no accents": ("sorry", "sorry"),
}
SHOWN = {
    "paragraphs": ("<p>hello</p><p>you &amp; me</p>", "hello\n\nyou & me"),
    "a break": ("one<br/>two", "one\ntwo"),
    "a heart": ("I <3 you", "I <3 you"),
    "a comparison": ("a < b & b > c", "a < b & b > c"),
    "escaped twice": ("R&amp;amp;D", "R&D"),
    "an ampersand": ("AT&T", "AT&T"),
}
JOINED = {
    "pieces": ('{"takeoutSegments":[{"text":"late "},{"text":"again"}]}', "late again"),
    "two pieces": ('{"text":"late "},{"text":"again"}', "late again"),
    "a post about JSON": ('{"text": broken', '{"text": broken'),
    "plain": ("late", "late"),
}


@pytest.mark.parametrize(("text", "said"), MENDED.values(), ids=MENDED)
def test_broken_accents_are_mended_and_whole_ones_left(text, said):
    assert mended(text) == said


@pytest.mark.parametrize(("text", "said"), SHOWN.values(), ids=SHOWN)
def test_html_is_what_a_browser_shows_and_other_signs_are_no_html(text, said):
    assert shown(text) == said


@pytest.mark.parametrize(("text", "said"), JOINED.values(), ids=JOINED)
def test_pieces_of_takeout_become_one_text(text, said):
    assert joined(text) == said


@given(st.text())
def test_any_text_can_be_read(text):
    assert isinstance(shown(joined(mended(text))), str)
