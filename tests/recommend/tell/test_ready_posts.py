"""Posts that are offered: for every situation, in both languages, with what people want, and fit to
be signed.
"""

from itertools import product
from typing import get_args

import pytest

from transforms.config.industries import Nature, read_packs
from transforms.config.settings import settings
from transforms.reading import AIMED, AUDIENCES, FORMS
from transforms.recommend.choose import fitting
from transforms.recommend.tell import ready_posts
from transforms.recommend.tell.ready_posts import Situation
from transforms.recommend.tell.sayable import sayable

PACKS = read_packs(settings().industries)
SITUATIONS = [
    Situation(nature, audience, tone, form)
    for nature, audience, tone, form in product(get_args(Nature), AUDIENCES, AIMED, FORMS)
    if fitting.fits(nature, audience, tone, form)
] + [Situation("hurts", "critics", "trust", "text", crisis=True)]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_situation_has_two_or_three_posts_whether_a_want_is_known_or_not(language):
    for situation in SITUATIONS:
        for need in ("", "une date de retour", "another date"):
            texts = ready_posts.ready(
                situation, "Outages", need, language, PACKS["telecom"], seed=1
            )
            assert 2 <= len(texts) <= ready_posts.OFFERED, situation
            assert len(set(texts)) == len(texts)
            assert not any("{" in text for text in texts)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
def test_every_theme_of_every_industry_can_be_spoken_of(pack, language):
    for theme in pack.themes.values():
        for situation in SITUATIONS[::17]:
            label, need = getattr(theme.label, language), getattr(theme.need, language)
            assert ready_posts.ready(situation, label, need, language, pack, seed=2)


@pytest.mark.parametrize(("language", "heard"), [("fr", "vos messages"), ("en", "your posts")])
def test_no_post_answers_what_nobody_wrote(language, heard):
    for situation in SITUATIONS:
        for seed in range(4):
            texts = ready_posts.ready(situation, "Wi-Fi", "", language, None, seed, spoken=False)
            assert texts
            if situation.tone != "joy":  # which is advised only where somebody spoke
                assert not any(heard in text.lower() for text in texts), situation


def test_another_day_brings_other_posts():
    situation = Situation("hurts", "regulars", "trust", "text")
    found = {
        tuple(ready_posts.ready(situation, "Outages", "", "en", None, seed)) for seed in range(12)
    }
    assert len(found) > 6


@pytest.mark.parametrize(
    "need",
    [
        "une date de retour, réseau idiots",
        "un vol sans avoir à le réclamer",
        "que vous soyez remboursés, promis",
    ],
)
def test_a_want_that_cannot_be_said_in_public_is_not_quoted(need):
    for situation in SITUATIONS:
        assert not any(
            need[:12] in text
            for text in ready_posts.ready(situation, "Pannes", need, "fr", None, 3)
        )


@pytest.mark.parametrize(
    ("text", "language", "hurts", "fine"),
    [
        ("Voici la réponse.", "fr", True, True), ("Voici la réponse !", "fr", True, False),
        ("Voici la réponse !", "fr", False, True), ("Calmez-vous.", "fr", False, False),
        ("Votez pour la panne", "fr", True, False), ("Contrat et garanties : le point", "fr", True, True),
        ("We guarantee it", "en", False, False), ("without having to beg", "en", False, False),
        ("The window is fixed", "en", True, True), ("🎉 The line is back", "en", True, False),
        ("it will be fixed within the hour, we promise", "en", False, False),
    ],
)  # fmt: skip
def test_what_may_be_signed(text, language, hurts, fine):
    assert sayable(text, language, PACKS["telecom"], hurts) == fine


@pytest.mark.parametrize(
    ("form", "language", "asked"),
    [
        ("poll", "fr", "[choix"),
        ("poll", "en", "[choice"),
        ("question", "fr", "?"),
        ("link", "en", "[link]"),
        ("image", "fr", "[image"),
        ("image", "en", "[picture"),
        ("video", "en", "[video"),
        ("story", "fr", "[écran"),
    ],
)
def test_a_post_has_what_its_form_asks_for_and_shows_nothing_that_it_cannot(form, language, asked):
    for situation in SITUATIONS:
        if situation.form == form and not situation.crisis:
            texts = ready_posts.ready(situation, "Outages", "", language, None, seed=3)
            assert all(asked in text for text in texts), situation
            shows = any(word in text for text in texts for word in ("[image", "[picture", "[video"))
            assert not shows or form in (*ready_posts.PICTURED, "video")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("form", ["poll", "question"])
@pytest.mark.parametrize("nature", ["neutral", "pleases"])
def test_a_vote_or_a_question_does_not_give_its_answer(language, form, nature):
    situation = Situation(nature, "regulars", "surprise", form)
    for seed in range(6):
        for text in ready_posts.ready(situation, "Coffee", "", language, None, seed):
            assert {"fr": "[réponse]", "en": "[answer]"}[language] not in text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_want_of_every_trade_can_be_said_to_those_who_have_it(language):
    """Readings with *their* margin of error are not readings with *yours*."""
    needs = [getattr(t.need, language) for pack in PACKS.values() for t in pack.themes.values()]
    assert [need for need in needs if ready_posts.to_them(need, language) != need] == []


DELICATE = [one for one in SITUATIONS if one.nature == "delicate"]


@pytest.mark.parametrize(("language", "private"), [("fr", "en privé"), ("en", "in private")])
def test_nobody_is_asked_in_public_of_their_health_or_their_money(language, private):
    assert DELICATE
    for situation in DELICATE:
        assert "?" not in "".join(
            text
            for seed in range(9)
            for text in ready_posts.ready(situation, "Heart", "", language, None, seed)
        )
    texts = ready_posts.ready(DELICATE[0], "Heart", "", language, None, seed=1)
    assert any(private in text for text in texts)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_a_brand_only_tells_of_is_neither_mended_nor_apologised_for(language):
    mended = {
        "fr": ["ce qui est fait", "désolé", "changeons"],
        "en": ["is done", "sorry", "changing"],
    }
    outside = [one for one in SITUATIONS if one.nature == "outside"]
    assert outside
    for situation in outside:
        for seed in range(9):
            for text in ready_posts.ready(situation, "Politics", "", language, None, seed):
                assert not any(words in text for words in mended[language]), text


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("form", ["poll", "question"])
def test_who_is_asked_is_asked_one_thing(language, form):
    for situation in SITUATIONS:
        if situation.form == form and situation.way in AIMED:
            for seed in range(6):
                for text in ready_posts.ready(situation, "Coffee", "", language, None, seed):
                    assert 1 <= text.count("?") <= 2, text
                    assert ready_posts.said(language)["tails"][form]["say"] not in text, text


@pytest.mark.parametrize(("language", "waits"), [("fr", "attente"), ("en", "wait")])
def test_a_crisis_without_a_want_does_not_take_it_for_a_delay(language, waits):
    crisis = Situation("hurts", "critics", "trust", "text", crisis=True)
    for seed in range(9):
        for text in ready_posts.ready(crisis, "Skin reactions", "", language, None, seed):
            assert waits not in text
