import pytest

from transforms.understand.wants.shaping import QUOTED, quotes, wish, wishes


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
        ("Ce serait bien de pouvoir choisir mon créneau, merci", "fr", "choisir son créneau"),
        ("Un export en CSV svp, même basique", "fr", "un export en CSV"),
        ("Affichez le total dès le début, pas à la fin", "fr", "afficher le total dès le début"),
        ("laissez nous choisir nos heures creuses svp", "fr", "choisir leurs heures creuses"),
        ("I wish I could pay by card", "en", "to pay by card"),
        ("Show usage by the hour in the app, please", "en", "to show usage by the hour in the app"),
        ("a phone number on the bill please, I'm 81", "en", "a phone number on the bill"),
    ],
)
def test_a_wish_is_cut_out_of_what_asks_for_it(text, language, asked):
    assert wish(text, language) == asked


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("il faudrait que vous me rappeliez", "fr"),
        ("je veux mon argent", "fr"),
        ("Allez voir ailleurs", "fr"),
        ("Why can't I stream anything?", "en"),
        ("Why can we no longer change trips with a companion online?", "en"),
        ("Would anyone be able to help me with my mailbox?", "en"),
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


def test_quotes_are_the_asking_sentences_without_whom_they_address():
    text = "@user Super journée au bureau. Please bring back the blue theme! https://t.co/x"
    assert quotes(text) == ["Please bring back the blue theme!"]


def test_a_long_quote_is_cut_between_words():
    (cut,) = quotes("mot " * 60)
    assert len(cut) <= QUOTED + 1
    assert cut.endswith("mot…")


@pytest.mark.parametrize("text", ["", "🔥", "@user @other", "oui"])
def test_what_says_nothing_has_no_quote(text):
    assert quotes(text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Je note : Comment changer de forfait mobile ?", ["Comment changer de forfait mobile ?"]),
        ("Pour info, Vous êtes en panne aussi ?", ["Vous êtes en panne aussi ?"]),
        ("For information: How much is a ticket?", ["How much is a ticket?"]),
        ("Is flight 5001 really going to leave today?", []),
        ("Here is the confirmation # H7XQ2K for you", []),
        ("Why no HDMI2 or USB3 on the box?", ["Why no HDMI2 or USB3 on the box?"]),
        ("Freebox bloquée à l'étape 2 que faire ?", ["Freebox bloquée à l'étape 2 que faire ?"]),
    ],
)
def test_a_quote_has_no_lead_in_and_speaks_of_nobodys_own_case(text, said):
    assert quotes(text) == said


@pytest.mark.parametrize(
    "asked",
    [
        "how long can I expect the formal response to take?",
        "do I need to modify on phone to waive change fee?",
        "where can i watch the video on the dam again?",
    ],
)
def test_what_is_only_asked_about_is_no_wish(asked):
    assert wishes(asked, "en") == []
