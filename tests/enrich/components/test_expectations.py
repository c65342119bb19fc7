import pytest


@pytest.mark.parametrize(
    ("language", "text", "theme", "need"),
    [
        ("fr", "je voudrais un thème sombre", "app", "une application qui marche"),
        ("en", "please add a dark mode", "app", "an app that works"),
        ("fr", "je voudrais des cartes en bois", None, "cartes en bois"),
        ("en", "I wish you had wooden cards 🌲", None, "wooden cards"),
    ],
)
def test_a_wish_is_an_explicit_expectation(document, language, text, theme, need):
    found = document(text, language, "banking")._.expectation
    assert found is not None
    assert (found.explicit, found.theme, found.need) == (True, theme, need)


@pytest.mark.parametrize(
    ("language", "text", "theme"),
    [
        ("en", "still waiting for the refund", "refund"),
        ("fr", "il manque vraiment une application", "app"),
        ("en", "all one would need is a wooden card", None),
    ],
)
def test_what_is_wanted_without_being_said_is_an_implied_expectation(
    document, language, text, theme
):
    found = document(text, language, "banking")._.expectation
    assert found is not None
    assert (found.explicit, found.theme) == (False, theme)
    assert found.need


@pytest.mark.parametrize(
    "text",
    [
        "great app, thanks",
        "good morning",
        "",
        "no problem with the app",
        "je suis à Paris",
        "app broken",
    ],
)
def test_who_wants_nothing_expects_nothing(document, text):
    assert document(text, "en", "banking")._.expectation is None


@pytest.mark.parametrize(
    ("language", "need"),
    [("fr", "des frais clairs et justes"), ("en", "fees that are clear and fair")],
)
def test_the_need_is_in_the_language_of_the_text(document, language, need):
    assert document("need : frais fees", language, "banking")._.expectation.need == need


def test_what_is_wanted_in_an_industry_without_a_pack_is_found_too(document):
    found = document("please add a dark mode", "en", None)._.expectation
    assert (found.theme, found.explicit, found.need) == (None, True, "dark mode")
