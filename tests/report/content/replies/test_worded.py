import pytest

from transforms.report.content.replies.worded import expression, fold, phrases


def test_nothing_hides_a_word():
    assert fold("  URGENCE\u200b  Vitale ’ é ") == "urgence vitale ' e"


def test_a_group_is_one_expression_or_any_of_a_list():
    assert expression("human", "first_person").search("papa est la")
    assert expression("doubt", "glad").search("bravo a tous")
    assert expression("doubt", "glad") is expression("doubt", "glad")


def test_phrases_are_whole_words_whatever_their_case_and_accents():
    found = phrases(("Débit lent", "c++"))
    assert found.search(fold("un DEBIT lent, encore"))
    assert found.search(fold("le c++ aussi"))
    assert not found.search(fold("débit lentement"))


def test_a_group_that_is_not_there_is_named():
    with pytest.raises(KeyError, match="sorrow"):
        expression("human", "sorrow")
