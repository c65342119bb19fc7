"""Texts with planted truth."""

import pytest

from transforms.simulate.dice import Dice
from transforms.simulate.texts import CONTRACTED, SLOT, Writer, _contract, phrasebook


@pytest.fixture(params=[("telecom", "fr"), ("airlines", "en")], ids=["fr", "en"])
def writer(request) -> Writer:
    return Writer(phrasebook(*request.param), "Brand")


def test_every_choice_comes_from_the_dice(writer):
    theme = next(iter(writer.book.themes))
    one, same, other = (
        writer.post(Dice(key), theme, ("anger",), "complaint") for key in ("a", "a", "b")
    )
    assert one == same != other


def test_no_blank_is_left_in_any_text(writer):
    for theme in writer.book.themes:
        for stance in ("complaint", "question", "praise"):
            dice = Dice(theme, stance)
            assert not SLOT.search(writer.post(dice, theme, ("anger", "sadness"), stance))
            assert not SLOT.search(writer.reply(dice, theme, "anger", stance)[0])


def test_a_reply_says_whether_it_names_its_theme(writer):
    theme = next(iter(writer.book.themes))
    said = [writer.reply(Dice(n), theme, "anger", "complaint")[1] for n in range(60)]
    assert 30 < sum(said) < 60


def test_an_edit_keeps_what_was_written(writer):
    edited = writer.edit(Dice(1), "as it was", "complaint")
    assert edited.startswith("as it was\n")
    assert len(edited) > len("as it was\n")


def test_french_contracts_as_people_do():
    assert CONTRACTED.sub(_contract, "de le train, à les gares, de une panne") == (
        "du train, aux gares, d'une panne"
    )


def test_an_industry_without_phrases_of_its_own_speaks_through_its_pack():
    book = phrasebook("games", "en")
    assert book.themes
    assert all(of["bad"] and of["good"] for of in book.themes.values())
