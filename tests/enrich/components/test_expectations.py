import pytest


@pytest.mark.parametrize(
    ("language", "text", "theme", "need"),
    [
        ("fr", "j'aimerais un thème sombre", "app", "une application qui marche"),
        ("en", "please add a dark mode", "app", "an app that works"),
        ("fr", "quand est-ce que vous sortez un thème sombre ?", "app", "une application qui marche"),
        ("en", "why don't you have a dark mode?", "app", "an app that works"),
        ("fr", "vous devriez proposer des cartes en bois", None, "cartes en bois"),
        ("en", "I wish you had wooden cards", None, "wooden cards"),
    ],
)
def test_a_wish_is_an_explicit_expectation(document, language, text, theme, need):
    found = document(text, language, "banking")._.expectation
    assert found is not None
    assert (found.explicit, found.theme, found.need) == (True, theme, need)


@pytest.mark.parametrize(
    ("language", "text", "theme"),
    [
        ("en", "your app is broken", "app"),
        ("fr", "l'application est en panne", "app"),
        ("en", "broken again, asking for the 3rd time about the refund", "refund"),
        ("fr", "retard de remboursement, chez Revolut c'est gratuit", "refund"),
        ("en", "lost my card", None),
    ],
)
def test_a_complaint_implies_a_need(document, language, text, theme):
    found = document(text, language, "banking")._.expectation
    assert found is not None
    assert (found.explicit, found.theme) == (False, theme)
    assert found.need


@pytest.mark.parametrize(
    "text", ["great app, thanks", "good morning", "", "no problem with the app", "je suis à Paris"]
)
def test_praise_and_small_talk_expect_nothing(document, text):
    assert document(text, "en", "banking")._.expectation is None


def test_signs_of_a_need_make_it_surer(document):
    plain = document("your app is broken", "en", "banking")._.expectation
    signed = document("your app is broken, everyone else does it better, asking again", "en", "banking")._.expectation
    assert signed.score > plain.score


@pytest.mark.parametrize(
    ("language", "need"), [("fr", "des frais clairs et justes"), ("en", "fees that are clear and fair")]
)
def test_the_need_is_in_the_language_of_the_text(document, language, need):
    assert document("panne broken : frais fees", language, "banking")._.expectation.need == need
