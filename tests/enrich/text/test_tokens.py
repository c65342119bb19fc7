import pytest
import spacy

from transforms.enrich.text import tokens
from transforms.enrich.text.tokens import fold


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.blank("fr")
    tokens.install(nlp)
    return nlp


@pytest.mark.parametrize(
    ("word", "form"), [("Été", "ete"), ("ŒUVRE", "oeuvre"), ("naïve", "naive"), ("x", "x")]
)
def test_words_are_compared_without_case_and_accents(word, form):
    assert fold(word) == form


def test_apostrophes_and_hyphens_part_words_and_marks_stand_alone(nlp):
    doc = nlp.make_doc("L'appli check-in, c'est NUL!! 😡")
    assert [t.norm_ for t in doc] == [
        "l",
        "application",
        "check",
        "in",
        ",",
        "c",
        "est",
        "nul",
        "!!",
    ]
    assert doc._.source.startswith("L'appli")
