"""Runs of words weigh what scikit-learn says they do."""

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from transforms.recommend.learn import word_runs

TEXTS = [
    "Le réseau est de retour, le réseau est là",
    "le RÉSEAU est de retour chez nous",
    "We apologise for the outage; the outage is over.",
    "the outage is over, it is",
    "L'été à 19,99 € : c'est l'été",
    "été_été __ 99",
    "",
    "!? a b c",
]


def test_the_numbers_are_those_of_scikit_learn():
    theirs = TfidfVectorizer(ngram_range=(1, 3), min_df=2, sublinear_tf=True).fit(TEXTS)
    ours = word_runs.learn(TEXTS)
    assert list(ours.places) == list(theirs.get_feature_names_out())
    asked = [*TEXTS, "the outage, the outage is new", "nothing known"]
    assert np.allclose(ours.rows(asked).toarray(), theirs.transform(asked).toarray())


@pytest.mark.parametrize("texts", [[], [""], ["one text"], ["one text", "another"], ["!", "!"]])
def test_texts_that_share_no_word_have_no_runs(texts):
    assert word_runs.learn(texts) is None
