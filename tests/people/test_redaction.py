"""Names and own words taken out of texts; every text here is made up."""

import unicodedata

import pytest

from transforms.people.redaction import (
    Hidden,
    passages,
    redact,
    redact_anything,
    redact_cell,
    spoken,
    words,
)

QUOTED = "the lift in our stairwell has been broken since the spring fair"


def hidden(names=(), quoted=(QUOTED,)):
    said = {spoken(name) for name in names}
    own = {passage for text in quoted for passage, _, _ in passages(words(text))}
    return Hidden(tuple({len(one.split()) for one in said}), said.__contains__, own.__contains__)


QUOTES = {
    "word for word": (f"She said: {QUOTED}. Is it?", "She said: […]. Is it?"),
    "other case and marks": (f"«{QUOTED.upper().replace(' ', ' - ')}»", "«[…]»"),
    "its beginning": ("the lift in our stairwell has been fixed", "[…] fixed"),
    "its middle": ("not broken since the spring fair, no", "not […], no"),
    "over two lines": ("the lift in our\nstairwell has been\nbroken since today", "[…] today"),
    "a few words": ("the lift in our hotel is broken", "the lift in our hotel is broken"),
    "nothing": ("it rains", "it rains"),
}


@pytest.mark.parametrize(("text", "expected"), QUOTES.values(), ids=QUOTES)
def test_a_passage_of_twenty_characters_is_found_however_it_is_quoted(text, expected):
    assert redact(text, hidden()) == expected


NAMES = {
    "handle": ("thanks julie_b42!", "thanks [forgotten]!"),
    "handle with an at": ("thanks @julie_b42!", "thanks [forgotten]!"),
    "handle in a longer word": ("julie_b421 and xjulie_b42", "julie_b421 and xjulie_b42"),
    "name with accents": ("Zoë Brûlé was here", "[forgotten] was here"),
    "name without its accents": ("zoe brule was here", "[forgotten] was here"),
    "name in decomposed letters": (
        unicodedata.normalize("NFD", "Zoë Brûlé") + " left",
        "[forgotten] left",
    ),
    "name with an emoji": ("I know Mia🌻Sol well", "I know [forgotten] well"),
    "first name alone": ("Zoë was here", "Zoë was here"),
    "twice": ("julie_b42 and JULIE_B42", "[forgotten] and [forgotten]"),
}


@pytest.mark.parametrize(("text", "expected"), NAMES.values(), ids=NAMES)
def test_a_name_is_found_as_whole_words_only(text, expected):
    assert redact(text, hidden(["julie_b42", "Zoë Brûlé", "Mia🌻Sol"])) == expected


def test_json_is_read_as_json_and_stays_as_it_was_when_nothing_is_hidden():
    cell = (
        '{"b": 1, "text": "line\\nthe lift in our stairwell has been there", "list": ["julie_b42"]}'
    )
    cleaned = redact_cell(cell, hidden(["julie_b42"]))
    assert cleaned == '{"b":1,"list":["[forgotten]"],"text":"line\\n[…] there"}'
    assert redact_cell('{"b":  "x"}', hidden()) == '{"b":  "x"}'
    assert redact_cell("[not json]", hidden()) == "[not json]"


def test_redacting_twice_changes_nothing_more():
    once = redact(f"julie_b42: {QUOTED}", hidden(["julie_b42"]))
    assert redact(once, hidden(["julie_b42"])) == once


def test_keys_and_numbers_in_nested_values():
    assert redact_anything({"julie_b42": [1, None, "julie_b42"]}, hidden(["julie_b42"])) == {
        "[forgotten]": [1, None, "[forgotten]"]
    }
