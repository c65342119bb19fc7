"""The door: what is behind it holds no stranger's id."""

import json
import math
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from transforms.extract.door import Door, as_json, clean
from transforms.people.columns import holds_person
from transforms.people.pseudonyms import Pseudonyms

DOOR = Door(["@Brand"], Pseudonyms([b"key"]))
HANDLES = st.from_regex(r"[a-z][a-z0-9_]{7,14}", fullmatch=True)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=50),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4)
    ),
    max_leaves=15,
)


@pytest.mark.parametrize("author", ["brand", "Brand", "@BRAND", " brand "])
def test_the_brand_is_known_in_any_case(author):
    assert DOOR.is_brand(author)
    assert not DOOR.is_brand("brandon")


@given(handle=HANDLES, before=st.text(max_size=30), after=st.text(max_size=30))
@settings(deadline=None)
def test_a_mention_of_a_stranger_never_gets_through(handle, before, after):
    assert handle not in DOOR.text(f"{before} @{handle} {after}", "x")


@given(handle=HANDLES, text=st.text(max_size=60))
@settings(deadline=None)
def test_an_authors_own_handle_never_gets_through_in_text_or_unknown_columns(handle, text):
    raw = {
        "note": f"{text} {handle} {text}",
        "user": {"screen_name": handle, "id": 7},
        "rest": [handle, {"k": handle}],
    }
    assert handle not in as_json(DOOR.anything(raw, "x", handle))
    assert handle not in DOOR.text(f"by {handle} at noon", "x", "en", handle)


def not_json(constant: str) -> None:
    raise AssertionError(f"{constant} is no JSON")


def is_like(kept: Any, value: Any) -> bool:
    """Whether what was kept has the value's form: texts may be masked and people's fields emptied,
    nothing else.
    """
    if kept == "[person]":
        return True
    if isinstance(value, dict):
        same = [(kept[key], one) for key, one in value.items() if key in kept]
        return (
            isinstance(kept, dict)
            and len(kept) <= len(value)
            and all(is_like(*pair) for pair in same)
        )
    if isinstance(value, list):
        return isinstance(kept, list) and len(kept) == len(value) and all(map(is_like, kept, value))
    if isinstance(value, float) and math.isinf(value):
        return kept is None
    return (
        isinstance(kept, str)
        if isinstance(value, str)
        else kept == value and type(kept) is type(value)
    )


@given(VALUES)
@example([math.inf, 2**70])
@example({"": 1, "a": [None, {"b": -0.0}]})
@settings(deadline=None)
def test_any_json_value_gets_through_as_valid_json_of_the_same_form(value):
    said = as_json(DOOR.anything(value, "x", "someone"))
    assert is_like(json.loads(said.encode("utf-8"), parse_constant=not_json), value)


@given(st.text(alphabet=st.characters(exclude_categories=[]), max_size=100))
def test_any_text_becomes_valid_unicode_and_a_second_time_changes_nothing(text):
    once = clean(text)
    assert once.encode("utf-8").decode("utf-8") == once == clean(once)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("a\x00b", "ab"),
        ("a\ud800b", "a\ufffdb"),
        ("\ud83d\ude00", "😀"),
        ("👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"),
        ("\u202bשלום\u202c", "\u202bשלום\u202c"),
        ("a\n\tb", "a\n\tb"),
    ],
)
def test_emoji_and_right_to_left_stay_nul_goes_and_lone_surrogates_are_replaced(raw, expected):
    assert clean(raw) == expected


PEOPLES = [
    *(
        "name",
        "userName",
        "author_display_name",
        "screen-name",
        "email",
        "profile.bio",
        "ip",
        "auteur",
        "Prénom",
    ),
    *(
        "Nom d'utilisateur",
        "adresse",
        "ville",
        "courriel",
        "téléphone",
        "Client",
        "Reviewer Name",
        "to",
        "from_id",
    ),
    *("posted_by", "Publié par", "Email 2", "utilisateur"),
]
OTHERS = [
    "sentiment",
    "campaign",
    "tweet_language",
    "flight",
    "reach",
    "note",
    "Star Rating",
    "thème",
    "in reply",
]


@pytest.mark.parametrize("key", PEOPLES)
def test_a_field_named_like_a_person_is_emptied(key):
    assert holds_person(key)
    assert DOOR.anything({key: "Jane Doe"}, "x") == {key: "[person]"}


@pytest.mark.parametrize("key", OTHERS)
def test_other_fields_stay(key):
    assert DOOR.anything({key: "value"}, "x") == {key: "value"}
