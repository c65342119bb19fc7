from itertools import pairwise

import numpy as np
import pytest

from transforms.understand.wants.fitting import LIKELY, fitting, likelihood, words_said
from transforms.understand.wants.phrases import Phrase, PhraseBook

PHRASES = (
    Phrase(
        "une connexion internet", "an internet line", (("la fin de la panne", "the outage over"),)
    ),
    Phrase("un remboursement", "a refund"),
)
WAY_OF = np.array([0, 0, 1])


def book(*ways: tuple[float, float]) -> PhraseBook:
    where = np.array(ways)
    return PhraseBook(PHRASES, where[[0, 2]], {}, where, WAY_OF)


NEAR, FAR = (1.0, 0.0), (0.0, 1.0)


def test_a_phrase_fits_by_what_it_means_or_by_any_of_its_ways_and_words_decide_between_neighbours():
    alike = book((0.1, 0.8), (0.1, 0.8), (0.15, 0.8))
    posts = ["plus d'internet, rien", "encore la panne", "remboursez-moi", "quel temps"]
    away = [(-1.0, 0.0)] * 4
    fits, how = fitting([*posts, *["autre chose"] * 4], np.array([NEAR] * 4 + away), alike)
    assert fits.tolist() == [0, 0, 1, -1, -1, -1, -1, -1]
    assert how[:3].min() > how[3:].max()


def test_what_lies_near_enough_fits_without_a_word_and_what_lies_far_does_not_by_one_of_its_words():
    near = book((0.6, 0.0), FAR, FAR)
    posts = ["la box est morte", "le retour du printemps", "?", "!"]
    assert fitting(posts, np.array([NEAR, (-1.0, 0.0), (0.1, 0.0), NEAR]), near)[0].tolist() == [
        0, -1, -1, 0,
    ]  # fmt: skip


def test_a_word_counts_the_more_the_fewer_say_it_and_its_forms_are_one():
    posts = ["connexion", "internet", "internet", "internet", "REMBOURSÉ svp", ""]
    said = words_said(posts, book(NEAR, NEAR, NEAR))
    assert said.shape == (6, 3)
    assert said[0, 0] > said[1, 0] > 0
    assert said[4, 2] > said[0, 0]
    assert said[4, :2].tolist() == [0, 0]
    assert not said[5].any()
    rarer = [
        words_said(["internet"] * many + ["?"] * 50, book(NEAR, NEAR, NEAR))[0, 0]
        for many in (9, 3)
    ]
    assert all(more <= less for more, less in pairwise(rarer))


def test_one_word_that_many_say_is_less_than_a_whole_phrase():
    posts = ["new seats", "tiny seats", "broken seats", *["nothing"] * 20, "a rebate"]
    seats, rebate = (
        PhraseBook((Phrase(*said),), np.array([NEAR]), {}, np.array([NEAR]), np.array([0]))
        for said in (("des sièges côte à côte", "seats together"), ("une remise", "a rebate"))
    )
    assert words_said(posts, seats)[0, 0] < 0.8 < 0.99 < words_said(posts, rebate)[-1, 0]


def test_of_two_phrases_that_fit_alike_the_one_that_more_posts_speak_of_is_meant():
    both = book((0.6, 0.6), (0.6, 0.6), (0.6, -0.6))
    around = [(0.0, 1.0)] * 3 + [(0.0, -1.0)]
    assert fitting(["?"] * 5, np.array([NEAR, *around]), both)[0][0] == 0
    assert fitting(["?"] * 5, np.array([NEAR, *around]) * [1, -1], both)[0][0] == 1


def test_what_many_want_is_meant_where_a_post_says_little():
    others = [0.0] * 18
    clear, vague = [[0.9, 0.0, *others]] * 20, [[0.35, 0.3, *others]]
    among_many, alone = likelihood(np.array(clear + vague)), likelihood(np.array(vague * 2))
    assert among_many[-1, 0] > LIKELY > alone[-1, 0]
    assert among_many[-1, 0] > alone[-1, 0] > alone[-1, 1]
    assert (among_many.sum(axis=1) < 1).all()


def test_what_few_want_is_still_meant_where_it_is_said():
    many, one = [[0.6, 0.0]] * 50, [[0.3, 0.9]]
    assert likelihood(np.array(many + one))[-1].argmax() == 1


def test_what_fits_no_phrase_is_in_none():
    assert likelihood(np.array([[0.9, 0.0]] * 20 + [[-0.3, -0.3]]))[-1].max() < LIKELY


@pytest.mark.parametrize("count", [0, 1])
def test_few_posts_are_no_trouble(count):
    vectors, any_book = np.array([NEAR] * count).reshape(-1, 2), book(NEAR, NEAR, NEAR)
    places, how = fitting(["internet"] * count, vectors, any_book)
    assert len(places) == len(how) == count
