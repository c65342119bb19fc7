import pytest

from transforms.config.industries import read_packs
from transforms.config.settings import settings
from transforms.enrich.components.lexicon import Lexicon
from transforms.reading import EMOTIONS


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "this update is sick"),
        ("en", "that was insane"),
        ("en", "brutal, absolutely brutal"),
        ("fr", "la dernière mise à jour, ça tue"),
        ("fr", "c'est un truc de malade"),
    ],
)
def test_the_same_sentence_is_read_differently_for_games_and_for_a_bank(document, language, text):
    played = dict(zip(EMOTIONS, document(text, language, "games")._.emotions, strict=True))
    banked = dict(zip(EMOTIONS, document(text, language, "banking")._.emotions, strict=True))
    bad = ("anger", "disgust", "fear", "sadness")
    assert played["joy"] >= banked["joy"] + 0.2
    assert max(banked[e] for e in bad) >= max(played[e] for e in bad) + 0.2
    assert document(text, language, "games")._.sentiment > 0 > document(text, language, "banking")._.sentiment


def test_a_word_is_heard_only_in_its_language_and_industry(document):
    plain = document("this update is sick", "en")
    assert (document("this update is sick", "en", "unknown")._.emotions == plain._.emotions).all()
    assert (document("this update is sick", "fr", "games")._.emotions == plain._.emotions).all()


@pytest.mark.parametrize("name", sorted(p.stem for p in settings().industries.glob("*.yml")))
def test_every_term_of_a_committed_pack_can_be_heard(name):
    import spacy

    from transforms.enrich.text import tokens

    nlp = spacy.blank("fr")
    tokens.install(nlp)
    pack = read_packs(settings().industries)[name]
    lexicon = Lexicon(nlp, 3.0)
    lexicon.use({name: pack})
    lexicon.prepare(name)
    for word in pack.lexicon:
        assert len(nlp.make_doc(word.term)), word.term
        assert lexicon._matchers[name](nlp.make_doc(f"so {word.term} !")), word.term
