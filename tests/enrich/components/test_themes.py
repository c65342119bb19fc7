import pytest


@pytest.mark.parametrize(
    ("industry", "text", "theme", "evidence"),
    [
        ("banking", "DES FRAIS BANCAIRES énormes", "fees", "phrase"),
        ("banking", "un virement et des fràis", "fees", "phrase"),
        ("banking", "where is my #Refund", "refund", "phrase"),
        ("banking", "j'attends mon remboursment", "refund", "phrase"),
        ("banking", "no dark mode yet", "app", "phrase"),
        ("banking", "je veux récupérer mon argent", "refund", "meaning"),
        ("games", "the servers are down", "servers", "phrase"),
    ],
)
def test_a_theme_is_found_by_phrase_and_by_meaning(document, industry, text, theme, evidence):
    found = document(text, "en", industry)._.themes
    assert [(best.theme, best.evidence) for best in found[:1]] == [(theme, evidence)]


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
