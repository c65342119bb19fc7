"""Chance that can be repeated."""

from collections import Counter

import pytest

from transforms.simulate.dice import Dice, generator, seed_of


def test_a_key_decides_every_draw_and_another_key_other_ones():
    one, same, other = Dice("a", 1), Dice("a", 1), Dice("a", 2)
    drawn = [one.uniform() for _ in range(2000)]
    assert drawn == [same.uniform() for _ in range(2000)]
    assert drawn != [other.uniform() for _ in range(2000)]


def test_the_parts_of_a_key_do_not_run_together():
    assert seed_of("ab", "c") != seed_of("a", "bc")
    assert seed_of(1, 2) == seed_of("1", "2")
    assert generator("x").random() == generator("x").random()


def test_draws_stay_within_their_bounds():
    dice = Dice("bounds")
    assert all(2 <= dice.uniform(2, 3) < 3 for _ in range(500))
    assert {dice.integer(3, 6) for _ in range(500)} == {3, 4, 5}
    assert {dice.pick("abc") for _ in range(500)} == set("abc")


@pytest.mark.parametrize("probability", [0.0, 0.2, 1.0])
def test_a_chance_comes_as_often_as_it_says(probability):
    dice = Dice("chance", probability)
    assert sum(dice.chance(probability) for _ in range(4000)) / 4000 == pytest.approx(
        probability, abs=0.03
    )


def test_weights_say_how_often_and_a_weight_of_nothing_never():
    dice = Dice("weights")
    drawn = Counter(dice.weighted({"rare": 1, "often": 3, "never": 0}) for _ in range(4000))
    assert drawn["never"] == 0
    assert drawn["often"] / drawn["rare"] == pytest.approx(3, rel=0.2)
