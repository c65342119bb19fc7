import pytest

from transforms.reading import INTENTS


def intents(doc) -> dict[str, float]:
    return dict(zip(INTENTS, doc._.intents, strict=True))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("your app is broken again, I am furious", "en"),
        ("honteux, je n'ai toujours pas mon remboursement", "fr"),
        ("angry: still waiting for my refund, 3rd time I ask", "en"),
        ("votre application ne marche pas, honteux", "fr"),
    ],
)
def test_signs_make_a_complaint_that_the_model_missed(document, text, language):
    found = intents(document(text, language, "banking"))
    assert found["complaint"] >= 0.5 > found["praise"]


@pytest.mark.parametrize(
    "text", ["je voudrais une carte en bois", "it lacks a search box", "dommage de ne pas pouvoir payer"]
)
def test_a_turn_of_phrase_makes_a_suggestion(document, text):
    assert intents(document(text, "en", "banking"))["suggestion"] >= 0.5


def test_bad_news_about_nobody_here_is_less_of_a_complaint(document):
    news = intents(document("angry crowd after the bank announced fees", "en", "banking"))
    mine = intents(document("I am angry about your fees", "en", "banking"))
    assert mine["complaint"] > news["complaint"]


def test_signs_never_lower_what_the_model_says(document):
    assert intents(document("merci", "fr", "banking"))["praise"] >= 0.8
    assert intents(document("panne", "fr", "banking"))["complaint"] >= 0.8


def test_an_empty_text_does_nothing(document):
    assert max(intents(document("", "fr", "banking")).values()) <= 0.1
