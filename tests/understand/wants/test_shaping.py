import pytest

from transforms.understand.wants.shaping import QUOTED, quote, wish


@pytest.mark.parametrize(
    ("text", "language", "asked"),
    [
        ("Bonjour, à quand un mode sombre ?", "fr", "un mode sombre"),
        ("Il faudrait des créneaux le samedi svp", "fr", "des créneaux le samedi"),
        (
            "j’aimerais avoir une facture en papier car je ne comprends rien",
            "fr",
            "une facture en papier",
        ),
        ("Please add a dark mode to the app!!", "en", "a dark mode to the app"),
        (
            "We need more flights from Nantes because the train is slow",
            "en",
            "more flights from Nantes",
        ),
        ("bring back the old layout", "en", "the old layout"),
    ],
)
def test_a_wish_is_cut_out_of_what_asks_for_it(text, language, asked):
    assert wish(text, language) == asked


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("il faudrait que vous me rappeliez", "fr"),
        ("je veux mon argent", "fr"),
        ("please add me on WhatsApp", "en"),
        ("I want my money back", "en"),
        ("je voudrais la", "fr"),
        ("need help", "en"),
        ("please add the @someone 0612345678", "en"),
        ("", "en"),
        ("aucune demande ici", "fr"),
    ],
)
def test_what_is_no_clean_wish_is_none(text, language):
    assert wish(text, language) == ""


def test_a_quote_is_the_asking_sentence_without_whom_it_addresses():
    text = "@user Super journée. Please bring back the blue theme! https://t.co/x"
    assert quote(text) == "Please bring back the blue theme!"


def test_a_long_quote_is_cut_between_words():
    cut = quote("mot " * 60)
    assert len(cut) <= QUOTED + 1
    assert cut.endswith("mot…")


@pytest.mark.parametrize("text", ["", "🔥", "@user @other", "oui"])
def test_what_says_nothing_is_no_quote(text):
    assert quote(text) == ""
