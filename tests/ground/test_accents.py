"""Letters without accents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.ground.accents import without_accents


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("été", "ete"),
        ("e\u0301te\u0301", "ete"),
        ("Ça où", "Ca ou"),
        ("plain", "plain"),
        ("", ""),
        ("œuf", "œuf"),
        ("ﬁn", "ﬁn"),
    ],
)
def test_only_the_accents_go(text, plain):
    assert without_accents(text) == plain


@pytest.mark.parametrize(
    ("text", "plain"), [("ﬁn", "fin"), ("ｈｅｌｐ", "help"), ("𝓱𝓮𝓵𝓹", "help"), ("été", "ete")]
)
def test_compatible_signs_are_written_plainly_when_asked(text, plain):
    assert without_accents(text, "NFKD") == plain


@given(st.text())
def test_twice_is_once(text):
    for form in ("NFD", "NFKD"):
        once = without_accents(text, form)
        assert without_accents(once, form) == once
