import pytest

from transforms.enrich.components.themes import LIKE
from transforms.enrich.read import read_texts


@pytest.mark.parametrize(
    ("industry", "text", "theme", "evidence"),
    [
        ("banking", "DES FRAIS BANCAIRES énormes", "fees", "frais bancaires"),
        ("banking", "un virement et des fràis", "fees", "frais"),
        ("banking", "where is my #Refund", "refund", "refund"),
        ("banking", "j'attends mon remboursment", "refund", "remboursement"),
        ("banking", "no dark mode yet", "app", "dark mode"),
        ("games", "the servers are down", "servers", "servers"),
    ],
)
def test_a_theme_is_found_by_its_phrase_and_names_it(document, industry, text, theme, evidence):
    found = document(text, "en", industry)._.themes
    assert [(best.theme, best.evidence) for best in found[:1]] == [(theme, evidence)]


def test_a_theme_found_by_meaning_names_the_phrase_that_the_text_is_like(document):
    best = document("les prélèvements abusifs de ma banque", "fr", "banking")._.themes[0]
    assert (best.theme, best.evidence[: len(LIKE)]) == ("refund", LIKE)
    assert best.evidence.removeprefix(LIKE)


@pytest.mark.parametrize(
    ("industry", "text", "phrase"),
    [
        ("airlines", "pick up your phone", "pick up your phone"),
        ("telecom", "Décrochez !!!", "décrochez"),
    ],
)
def test_a_short_call_for_help_is_heard(industry, text, phrase):
    (read,) = read_texts([{"text": text, "industry": industry}])
    assert (read.themes[0].theme, read.themes[0].evidence) == ("customer_service", phrase)


@pytest.mark.parametrize(
    ("text", "praise"),
    [
        ("why is it that you cannot have an on time flight", False),
        ("pas un seul vol à l'heure cette semaine", False),
        ("ce n'est pas la meilleure compagnie", False),
        ("on time again, thank you", True),
        ("vol parfait, à l'heure, merci", True),
    ],
)
def test_negated_praise_is_no_praise(text, praise):
    (read,) = read_texts([{"text": text, "industry": "airlines"}])
    assert ("praise_flight" in [found.theme for found in read.themes]) is praise


@pytest.mark.parametrize(
    "text", ["good morning everyone", "joyeux anniversaire maman", "", "🔥", "the of and"]
)
def test_small_talk_has_no_theme(document, text):
    assert document(text, "en", "banking")._.themes == ()


def test_a_longer_phrase_counts_more_than_its_part(document):
    long, short = (
        document("frais bancaires", "fr", "banking")._.themes[0],
        document("frais", "fr", "banking")._.themes[0],
    )
    assert 1 >= long.score > short.score > 0


def test_themes_come_best_first_and_a_text_without_industry_has_none(document):
    themes = document(
        "refund the fees, the overdraft fee in your mobile app", "en", "banking"
    )._.themes
    assert [t.score for t in themes] == sorted((t.score for t in themes), reverse=True)
    assert len(themes) == 3
    assert document("refund the fees", "en")._.themes == ()
