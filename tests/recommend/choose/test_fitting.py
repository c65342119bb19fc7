"""The table of what goes together: what hurts is spoken of plainly, and nobody is entertained
against their mood.
"""

from itertools import product
from typing import get_args

import pytest

from transforms.config.industries import Nature, read_packs
from transforms.config.settings import settings
from transforms.reading import AIMED, AUDIENCES, FORMS
from transforms.recommend.choose import fitting
from transforms.recommend.choose.fitting import ThemeFeelings

PACKS = read_packs(settings().industries)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_what_hurts_gets_facts_and_questions_in_a_reassuring_tone_only(audience):
    allowed = {
        (tone, form)
        for tone, form in product(AIMED, FORMS)
        if fitting.fits("hurts", audience, tone, form)
    }
    assert {tone for tone, _ in allowed} <= {"trust"}
    assert {form for _, form in allowed} <= {"text", "link", "question"}
    assert bool(allowed) == (audience != "dormant")


def test_nobody_is_asked_in_public_of_what_is_delicate_nor_called_back_to_it():
    for audience, tone, form in product(AUDIENCES, AIMED, FORMS):
        if fitting.fits("delicate", audience, tone, form):
            assert (tone, form) in (("trust", "text"), ("trust", "link"))
            assert audience != "dormant"


def test_unhappy_people_of_whom_nothing_is_known_are_told_facts_and_not_asked():
    listening = fitting.table().listening
    assert listening.allows("trust", "text")
    assert not any(listening.allows(tone, form) for tone in AIMED for form in ("question", "poll"))


def test_what_the_brand_does_not_make_hurts_only_where_members_are_unhappy_with_it():
    said = {"heart": "delicate", "weather": "outside", "storm": "outside"}
    feelings = ThemeFeelings(said, {"heart": 0.4, "weather": 0.1, "storm": -0.5})
    assert [feelings.hurts(theme) for theme in said] == [True, False, True]


@pytest.mark.parametrize("nature", get_args(Nature))
def test_angry_people_are_listened_to_and_nothing_else(nature):
    for tone, form in product(AIMED, FORMS):
        if fitting.fits(nature, "critics", tone, form):
            assert tone == "trust"
            assert form in ("text", "link", "question")


def test_contentment_with_nothing_in_particular_is_thanked_for_and_never_unveiled():
    for audience, tone, form in product(AUDIENCES, AIMED, FORMS):
        if fitting.fits("thanked", audience, tone, form):
            assert tone in ("trust", "joy")
            assert form != "poll"


def test_who_asked_is_not_asked_back():
    assert not any(fitting.fits(n, "askers", t, f) for n in get_args(Nature) for t in AIMED
                   for f in ("question", "poll"))  # fmt: skip


def test_a_form_that_nobody_named_is_allowed_where_pictures_are():
    assert fitting.fits("pleases", "regulars", "joy", "reel")
    assert not fitting.fits("hurts", "regulars", "trust", "reel")
    assert not fitting.fits("pleases", "nobody", "joy", "image")


@pytest.mark.parametrize("nature", get_args(Nature))
def test_there_is_always_somebody_to_speak_to(nature):
    for audience in fitting.audiences_for(nature):
        assert any(
            fitting.fits(nature, audience, tone, form) for tone, form in product(AIMED, FORMS)
        )


@pytest.mark.parametrize(
    ("said", "felt", "nature"),
    [
        ("hurts", 0.9, "hurts"), ("neutral", None, "neutral"), ("neutral", -0.5, "hurts"), ("neutral", 0.9, "neutral"),
        ("thanked", 0.5, "thanked"), ("thanked", -0.1, "neutral"), ("thanked", -0.5, "hurts"),
        ("pleases", None, "pleases"), ("pleases", -0.1, "neutral"), ("pleases", -0.5, "hurts"),
        (None, None, "neutral"), (None, 0.6, "pleases"), (None, -0.6, "hurts"),
        ("delicate", 0.9, "delicate"), ("outside", -0.5, "outside"),
    ],
)  # fmt: skip
def test_members_who_are_unhappy_make_a_theme_hurt_whatever_the_pack_says(said, felt, nature):
    feelings = ThemeFeelings({"t": said} if said else {}, {"t": felt} if felt is not None else {})
    assert feelings.nature("t") == nature


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
def test_every_industry_says_what_hurts(pack):
    assert pack.natures.hurts
    assert pack.natures.pleases or pack.natures.thanked
    painful = {
        theme
        for index in pack.indices.values()
        if set(index.emotions) & {"anger", "fear"}
        for theme in index.themes
    }
    natures = pack.natures
    known = {*natures.hurts, *natures.delicate, *natures.outside}
    assert len(painful & known) >= 0.6 * len(painful)
