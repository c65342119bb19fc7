import pytest

from transforms.understand.naming import phrase_of, words_of


def test_a_group_is_called_by_the_phrase_that_many_say_in_their_spelling():
    texts = [
        "la Carte SIM n'est pas arrivée",
        "encore une carte sim perdue",
        "ma Carte SIM ?",
        "où en est le colis",
    ]
    assert phrase_of(texts) == "carte sim"


def test_one_word_names_a_group_when_most_say_it():
    assert phrase_of(["le manchot bleu", "ce manchot rit", "un manchot dort"]) == "manchot"
    assert phrase_of(["le manchot bleu", "ce chat rit", "un chien dort", "manchot"]) is None


@pytest.mark.parametrize(
    "texts",
    [
        ["je vois rien", "on ne voit rien", "rien à voir", "rien"],
        ["i think so", "do you think", "think about it"],
        ["router blue", "modem red", "cable green"],
        [],
    ],
)
def test_words_said_about_everything_or_by_one_name_nothing(texts):
    assert phrase_of(texts) is None


def test_a_word_that_names_nothing_here_is_skipped():
    assert phrase_of(["fibra rocks", "fibra again", "fibra"], frozenset({"fibra"})) is None


def test_addresses_mentions_and_masks_name_nothing():
    assert [word for _, word in words_of("@free [phone] https://free.fr/x bonjour Réseau")] == [
        "réseau"
    ]
