"""Words of strangers made harmless."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.report.said import clean

CLEANED = {
    "a text that runs backwards": ("abc\u202edcba", "abcdcba"),
    "hidden letters": ("fr\u200bee", "free"),
    "several lines": ("one\r\ntwo\u2028three", "one two three"),
    "a link": ("see https://a@evil.example/x?y", "see [evil.example]"),
    "a script": ("javascript:alert(1)", "[…]"),
    "a tower of accents": ("a" + "\u0301" * 50, "á\u0301\u0301"),
}


@pytest.mark.parametrize(("raw", "said"), CLEANED.values(), ids=CLEANED)
def test_what_hides_reverses_or_overflows_is_gone(raw, said):
    assert clean.text(raw) == said


@given(st.text(), st.integers(2, 50))
def test_no_text_is_longer_than_asked_or_holds_a_line_break(raw, limit):
    said = clean.text(raw, limit)
    assert len(said) <= limit
    assert not set(said) & set("\n\r\u2028\u202e\x00")


def test_a_long_text_is_cut_at_a_word():
    assert clean.shorten("one two three, four", 15) == "one two three…"
    assert clean.shorten("a" * 20, 10) == "a" * 9 + "…"


def test_look_alike_letters_of_a_host_show():
    assert clean.host_of("https://аpple.example") == "xn--pple-43d.example"
    assert clean.host_of("https://[broken") == ""


def test_a_line_may_break_inside_the_longest_words():
    pieces = clean.breakable("a " + "b" * 100)
    assert "".join(pieces) == "a " + "b" * 100
    assert max(len(piece.strip()) for piece in pieces) == clean.LONGEST_WORD


def test_a_header_is_one_line():
    assert clean.header("Night\r\nBcc: all@example.org") == "Night Bcc: all@example.org"
