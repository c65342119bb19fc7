"""Words that name nothing."""

import pytest

from transforms.enrich.text.stopwords import EMPTY
from transforms.enrich.text.tokens import fold


@pytest.mark.parametrize("word", ["the", "and", "le", "les", "mais", "qu", "très"])
def test_words_of_both_languages_that_name_nothing_are_known_without_accents(word):
    assert fold(word) in EMPTY


@pytest.mark.parametrize("word", ["delay", "retard", "refund", "panne", "réseau"])
def test_words_that_name_something_are_none(word):
    assert fold(word) not in EMPTY


def test_every_word_is_folded():
    assert {fold(word) for word in EMPTY} == EMPTY
