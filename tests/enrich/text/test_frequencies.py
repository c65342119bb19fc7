import pytest
from wordfreq import get_frequency_dict

from transforms.enrich.text.frequencies import LANGUAGES, chances, frequencies, is_heard


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lists_are_those_that_wordfreq_itself_gives(language):
    assert frequencies()[language] == get_frequency_dict(language, wordlist="small")


@pytest.mark.parametrize(
    ("word", "language"),
    [("merci", "fr"), ("thanks", "en"), ("gracias", "es"), ("obrigado", "pt"), ("grazie", "it"), ("danke", "de"),
     ("mulțumesc", "ro"), ("bedankt", "nl")],
)  # fmt: skip
def test_a_word_is_likeliest_in_its_own_language(word, language):
    told = dict(zip(LANGUAGES, chances(word), strict=True))
    assert max(told, key=told.__getitem__) == language


def test_what_nobody_says_is_as_rare_everywhere():
    assert len(set(chances("zzxqkj"))) == 1


@pytest.mark.parametrize(
    ("word", "heard"), [("été", True), ("refund", True), ("gracias", False), ("zzxqkj", False)]
)
def test_french_and_english_words_are_heard(word, heard):
    assert is_heard(word) is heard
