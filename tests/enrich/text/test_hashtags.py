import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.enrich.text.hashtags import words_of


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("CustomerServiceFail", "Customer Service Fail"),
        ("DéçueEtEnColère", "Déçue Et En Colère"),
        ("SFRFail", "SFR Fail"),
        ("été_2024", "été 2024"),
        ("jesuischarlie", "je suis charlie"),
        ("plusjamais", "plus jamais"),
        ("cestnul", "cest nul"),
        ("jenaimarre", "jen ai marre"),
        ("worstairlineever", "worst airline ever"),
        ("needtocatchmynextflight", "need to catch my next flight"),
        ("nervous", "nervous"),
        ("décevant", "décevant"),
        ("inexcusable", "inexcusable"),
        ("netflix", "netflix"),
        ("zyklonb", "zyklonb"),
        ("tpmp", "tpmp"),
        ("ⒻⓇⒺⒺ", "ⒻⓇⒺⒺ"),
        ("İİİİİİİ", "İİİİİİİ"),
        ("", ""),
    ],
)
def test_a_hashtag_is_its_words(tag, words):
    assert words_of(tag) == words


@given(st.text(alphabet=st.characters(categories=["L", "N"]), max_size=60))
def test_no_letter_of_a_hashtag_is_lost(tag):
    assert words_of(tag).replace(" ", "") == tag
