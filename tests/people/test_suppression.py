"""Who asked to be forgotten is kept out, and the list tells nobody who that is."""

import re

import pytest

from transforms import lake
from transforms.config.settings import settings
from transforms.people import suppression
from transforms.people.suppression import NAME, PASSAGE, POST, TEXT, add, read


@pytest.fixture
def listed(home):
    lake.initialise()
    add(
        "x",
        "77",
        {NAME: ["Ann Tester"], PASSAGE: ["the lift is broken"], POST: ["x:900"], TEXT: ["abc123"]},
    )
    return home


def test_the_person_and_what_tells_of_them_are_known_again(listed):
    found = read()
    assert ("x", "77") in found
    assert ("x", " 77 ") in found, "blanks around an id are no part of it"
    assert found.is_name("ann tester")
    assert found.is_passage("the lift is broken")
    assert found.is_post("x", "900")
    assert found.is_text("abc123")


@pytest.mark.parametrize("person", [("x", "78"), ("reddit", "77"), "77", None, 77])
def test_nobody_else_is(listed, person):
    assert person not in read()


def test_what_is_of_one_kind_is_not_of_another(listed):
    found = read()
    assert not found.is_name("the lift is broken")
    assert not found.is_passage("ann tester")
    assert not found.is_post("reddit", "900")


def test_the_list_holds_hashes_alone(listed):
    entries = lake.read(suppression.FOLDER).to_pylist()
    assert len(entries) == 5
    assert all(re.fullmatch("[0-9a-f]{32}", entry["person"]) for entry in entries)
    assert not any(word in str(entries).casefold() for word in ("tester", "lift", "abc123"))


def test_names_are_told_by_how_many_words_they_have(listed):
    assert read().hidden.lengths == (2,)


def test_more_about_the_same_person_joins_what_was_known(listed):
    add("x", "77", {NAME: ["annie"]})
    found = read()
    assert found.is_name("annie")
    assert found.is_name("ann tester")
    assert len(lake.names(suppression.FOLDER)) == 1


def test_an_empty_list_lets_everybody_in(home):
    lake.initialise()
    assert not read()
    assert ("x", "77") not in read()


def test_entries_of_before_a_rotation_still_hold(listed, monkeypatch):
    monkeypatch.setenv("CMR_PSEUDONYM_KEYS", "test-key-one,test-key-two")
    settings.cache_clear()
    found = read()
    assert ("x", "77") in found
    assert found.is_name("ann tester")
    assert len(suppression.pseudonyms("x", "77")) == 2
