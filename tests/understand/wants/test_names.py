from dataclasses import replace

import numpy as np

from tests.understand.conftest import meaning, post
from transforms.understand.wants.names import is_exclamation, name_of, often_said
from transforms.understand.wants.phrases import Phrase, PhraseBook

PHRASES = (Phrase("un mode sombre", "a dark mode"), Phrase("un remboursement", "a refund"))
NOTHING = np.zeros(meaning(["x"]).shape[1])
WHERE = meaning([phrase.en for phrase in PHRASES])
BOOK = PhraseBook(PHRASES, WHERE, {"fr": NOTHING, "en": NOTHING}, WHERE, np.arange(2))


def beside(texts, languages):
    return meaning(texts)


def named(*posts):
    return name_of(posts, meaning([p.text for p in posts]), BOOK, beside)


def crowd(text, people=4, **said):
    return [post(number, text, **said) for number in range(10, 10 + people)]


def test_a_phrase_that_lies_near_is_the_name_in_both_languages():
    name = named(post(1, "trop clair, vivement du sombre"), post(2, "dark please", language="en"))
    assert (name.fr, name.en, name.kind, name.said_in) == (
        "un mode sombre",
        "a dark mode",
        "phrase",
        None,
    )


def test_without_one_the_clearest_post_lends_its_wish():
    name = named(
        post(1, "les sous-titres, encore"),
        post(2, "À quand des sous-titres lisibles ?", explicit=True),
    )
    assert (name.fr, name.en, name.kind, name.said_in) == (
        "des sous-titres lisibles",
        "“des sous-titres lisibles”",
        "words",
        "fr",
    )


def test_few_who_ask_for_something_else_do_not_speak_for_the_rest():
    silent = [post(i, "trop clair, vivement du sombre") for i in range(9)]
    assert named(*silent, post(9, "un remboursement", explicit=True)).fr == "un mode sombre"


def test_what_three_people_ask_for_in_the_same_words_is_the_name_whatever_phrase_lies_near():
    posts = [
        post(i, "Il faudrait des sous-titres plus sombres svp", explicit=True) for i in range(3)
    ]
    assert named(*posts).fr == "des sous-titres plus sombres"
    assert named(*posts[:2], post(9, "le mode sombre")).fr == "un mode sombre"


def test_without_a_wish_an_outspoken_quote_says_in_which_language_it_is():
    said = post(1, "Subtitles are missing again on every show", language="en", explicit=True)
    name = named(said, *crowd("subtitles", language="en"))
    assert (name.kind, name.said_in) == ("quote", "en")
    assert name.fr == "« Subtitles are missing again on every show »"
    assert named(replace(said, explicit=False), *crowd("subtitles", language="en")) is None


def test_what_one_says_and_the_others_do_not_want_is_no_quote():
    said = post(1, "Les sous-titres manquent encore", explicit=True)
    assert named(said, *crowd("sous-titre")).fr == "« Les sous-titres manquent encore »"
    assert named(said, *crowd("sous-titre", people=3)) is None
    assert named(said, *crowd("sous-titre", author="a9")) is None
    assert named(post(1, "sous-titre svp ?", explicit=True), *crowd("sous-titre")) is None


def test_posts_that_say_nothing_name_nothing():
    assert named(post(1, "🔥"), post(2, "@user")) is None


def test_an_exclamation_that_several_put_before_anything_is_no_want():
    told = ["La 5G promise n'existe pas.", "Trois fautes par article.", "Encore une hausse cachée."]
    posts = [post(n, f"Tellement vrai, c'est une honte. {rest}") for n, rest in enumerate(told)]
    assert is_exclamation("tellement vrai, c'est une honte", posts)
    assert not is_exclamation("La 5G promise n'existe pas", posts)
    again = [post(n, "Mon commentaire a été supprimé") for n in range(3)]
    assert not is_exclamation("Mon commentaire a été supprimé", again)
    asked = [post(n, f"Qui peut m'aider ? {rest}") for n, rest in enumerate(told)]
    assert not is_exclamation("Qui peut m'aider ?", asked)


def test_who_only_begs_for_an_answer_wants_nothing_that_has_a_name():
    begs = "Subtitles, une réponse s'il vous plaît ?"
    assert named(*crowd(begs, people=5, explicit=True)) is None
    assert named(*crowd("Subtitles, quelle langue ?", people=5, explicit=True)).kind == "quote"


def test_a_sentence_whose_words_nobody_else_says_stands_for_nobody():
    said = post(1, "Subtitles vanish every single evening", language="en", explicit=True)
    assert named(said, *crowd("sous-titre")) is None
    two = [post(number, "subtitles", language="en") for number in (2, 3)]
    assert named(said, *two, *crowd("sous-titre", people=2)).kind == "quote"


def test_a_wish_whose_words_nobody_else_says_is_one_persons():
    wish = post(2, "À quand des sous-titres lisibles ?", explicit=True)
    assert named(wish, post(1, "subtitles, encore"), post(3, "subtitles, bis")) is None
    assert named(wish, post(1, "des sous-titres"), post(3, "les sous-titres")).kind == "words"


def test_a_word_that_everybody_says_echoes_nothing():
    said = post(1, "Subtitles vanish every evening", language="en", explicit=True)
    posts = (said, *crowd("subtitles", language="en"))
    vectors = meaning([p.text for p in posts])
    assert name_of(posts, vectors, BOOK, beside).kind == "quote"
    assert name_of(posts, vectors, BOOK, beside, common=frozenset({"subti"})) is None


def test_a_word_is_often_said_by_a_tenth_of_many_posts_never_by_all_of_few():
    texts = ["subtitles", *(f"word{letter * 6}" for letter in "abcdefghi")] * 40
    posts = [post(i, text, language="en") for i, text in enumerate(texts)]
    assert "subti" in often_said(posts)
    assert not often_said(posts[:20])
