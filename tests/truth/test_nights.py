"""Nights through the SQL that ships: a quiet one tells something no oftener than is stated, a storm
is told.
"""

import numpy as np
import pytest

from tests.truth import nights


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(("posts", "worlds"), [(20, 25), (100, 25), (500, 80)])
def test_a_quiet_night_tells_something_no_oftener_than_is_stated(language, posts, worlds):
    found = nights.power(language, posts, 0.9, worlds)
    by_chance = 3 * np.sqrt(nights.STATED_RATE * (1 - nights.STATED_RATE) / found["nights"])
    assert found["quiet"] <= nights.STATED_RATE + by_chance, found


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_storm_in_a_large_community_is_seen_on_its_night(language):
    assert nights.power(language, 500, 0.9, worlds=10)["that night"] >= 0.9


def test_the_more_anger_the_oftener_it_is_seen_and_three_nights_show_more_than_one():
    small, great = (nights.power("fr", 100, share, worlds=20) for share in (0.2, 0.6))
    assert small["that night"] < great["that night"]
    assert small["that night"] <= small["by the third"]
    assert small["at most"] < great["at most"]


def test_worlds_say_as_much_as_they_are_told_and_the_same_again():
    series = nights.measured("en", 100, 0.9, worlds=4, seed=1, moods=True)
    again = nights.measured("en", 100, 0.9, worlds=4, seed=1, moods=True)
    assert series.equals(again)
    volume = series[series["metric"] == "volume"]
    assert abs(volume["k"].mean() - 100) < 3
    assert (volume["k"] == volume["n"]).all()
    anger = series[series["subject"] == "anger"].assign(mean=lambda f: f["k"] / f["n"])
    risen = anger["day"] >= nights.DAYS - nights.RISEN
    assert anger[risen]["mean"].mean() > anger[~risen]["mean"].mean()
