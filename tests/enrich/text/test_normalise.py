import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.enrich.text.normalise import LONGEST, clean, normalise


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("@united @SouthwestAir where is my bag", "where is my bag"),
        ("RT @free: panne", "panne"),
        ("merci @Freebox pour rien", "merci pour rien"),
        ("#CustomerServiceFail", "Customer Service Fail"),
        ("#été_2024", "été 2024"),
        ("#worstairlineever again", "worst airline ever again"),
        ("nooooon", "noon"),
        ("what????!!!!!", "what??!!"),
        ("TOUJOURS RIEN", "toujours rien"),
        ("jpp svp", "j'en peux plus s'il vous plaît"),
        ("u r gr8 thx", "you r great thanks"),
        ("voir https://t.co/abc?x=1", "voir"),
        ("😡😡😡", ""),
        ("ok :( &amp; <3 xD 👍🏽 :-) 8h:d", "ok & 8h:d"),
        ("l’avion", "l'avion"),
        ("ﬁbre", "fibre"),
        ("[NAME] est là", "est là"),
        ("RT", ""),
        ("", ""),
        ("\x00\ud800\u202e", ""),
    ],
)
def test_a_social_text_becomes_plain_words(written, plain):
    assert normalise(written) == plain


def test_a_very_long_text_is_cut():
    assert len(clean("é " * 50_000)) == LONGEST
    assert len(normalise("😀" * 100_000)) < 100


@given(st.text(alphabet=st.characters(), max_size=300))
def test_any_string_is_taken_and_normalising_again_changes_nothing_printable(text):
    once = normalise(text)
    assert "\x00" not in once
    once.encode("utf-8")
