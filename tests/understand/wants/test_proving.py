import numpy as np

from tests.understand.conftest import meaning, post
from transforms.understand.wants.names import Name
from transforms.understand.wants.proving import CLEAR, proofs

DARK = Name("un mode sombre", "a dark mode", "phrase", None, meaning(["a dark mode"])[0])


def test_a_post_that_wants_something_else_proves_nothing():
    posts = (
        post(1, "mode sombre svp", explicit=True),
        post(2, "plus sombre"),
        post(3, "et le prix de la fibre"),
    )
    vectors = meaning([p.text for p in posts])
    assert proofs(posts, vectors, DARK) == [0, 1]


def test_none_is_better_than_a_wrong_proof():
    posts = (post(1, "la fibre"), post(2, "le prix"))
    assert proofs(posts, meaning([p.text for p in posts]), DARK) == []


def test_a_post_that_the_phrase_fits_clearly_proves_the_want_wherever_it_lies():
    posts = (post(1, "la fibre", explicit=True), post(2, "le prix"), post(3, "le prix encore"))
    fit = np.array([CLEAR, CLEAR + 0.1, CLEAR - 0.1])
    assert proofs(posts, meaning([p.text for p in posts]), DARK, fit) == [0, 1]
