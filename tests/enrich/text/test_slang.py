"""Short forms and the words that they stand for."""

from transforms.enrich.text.slang import EMOTICONS, ENGLISH, FRENCH, SHARED, SLANG


def test_a_short_form_stands_for_one_thing_in_both_languages():
    assert not FRENCH.keys() & ENGLISH.keys()
    assert SLANG.keys() == FRENCH.keys() | ENGLISH.keys()


def test_short_forms_are_in_lower_case_and_no_form_stands_for_itself():
    for short, long in SLANG.items():
        assert short == short.lower().strip()
        assert short != long
        assert long.lower() == long


def test_what_both_languages_use_is_a_short_form_that_is_known():
    assert SLANG.keys() >= SHARED
    assert not EMOTICONS & SLANG.keys()
