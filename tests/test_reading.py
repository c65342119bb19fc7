"""The vocabulary, as Python has it."""

import pytest

from transforms.reading import (
    AIMED,
    EMOTIONS,
    FORMS,
    INTENTS,
    NAMES,
    NEGATIVE,
    NIGHT,
    SLOTS,
    TONES,
    VOCABULARY,
)


def test_emotions_are_plutchiks_eight_in_the_order_of_his_wheel():
    assert EMOTIONS == (
        "joy",
        "trust",
        "fear",
        "surprise",
        "sadness",
        "disgust",
        "anger",
        "anticipation",
    )
    assert set(NEGATIVE) < set(EMOTIONS)
    assert len(INTENTS) == 4


@pytest.mark.parametrize("kind", NAMES)
def test_everything_has_a_french_and_an_english_name_of_its_own(kind):
    for language in ("fr", "en"):
        names = [
            getattr(label, language)
            for key, label in NAMES[kind].items()
            if key not in ("answer", "reply")
        ]
        assert all(names)
        assert len(set(names)) == len(names), "two of a kind have one name"


def test_a_post_has_the_tone_of_a_feeling_and_never_aims_at_a_bad_one():
    assert set(TONES) == {*EMOTIONS, "neutral"}
    assert not set(AIMED) & {*NEGATIVE, "neutral"}
    assert set(AIMED) == {"joy", "trust", "anticipation", "surprise"}
    assert len(FORMS) == len(set(FORMS))


def test_the_slots_share_out_the_day():
    assert sorted(hour for hours in SLOTS.values() for hour in hours) == list(range(24))
    assert SLOTS[NIGHT] == (23, 0, 1, 2, 3, 4, 5)


def test_the_vocabulary_holds_no_kind_that_nobody_reads():
    assert set(VOCABULARY) == {
        "emotions",
        "intents",
        "networks",
        "audiences",
        "slots",
        "forms",
        "tones",
    }
