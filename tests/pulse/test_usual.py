"""What is usual at an hour of the week."""

from itertools import pairwise

import numpy as np
import pytest

from transforms.pulse.look import BAR
from transforms.pulse.usual import DAYS, MOST_GROWN, usual

ALL = np.ones((DAYS, 24), dtype=bool)


def counts(mean: float, spread: float = 0.0, seed: int = 0) -> np.ndarray:
    """Counts of a community like any other: negative binomial, or Poisson without a spread."""
    rng = np.random.default_rng(seed)
    level = rng.gamma(1 / spread, spread, (DAYS, 24)) if spread else 1.0
    return rng.poisson(mean * level * np.ones((DAYS, 24)))


@pytest.mark.parametrize("mean", [0.5, 4.0, 30.0])
def test_the_mean_of_the_same_hours_is_expected(mean):
    found = [usual(counts(mean, seed=seed), ALL).mean for seed in range(40)]
    assert np.mean(found) == pytest.approx(mean, rel=0.15)


def test_each_weekday_has_its_own_mean():
    busy = counts(2.0)
    busy[6::7, 0] += 20
    assert usual(busy, ALL).mean > 12
    assert usual(np.roll(busy, 1, axis=0), ALL).mean < 8


def test_chance_passes_a_bar_as_often_as_the_bar_says():
    """At one in a hundred, on 4,000 hours of communities that vary more than Poisson."""
    rng = np.random.default_rng(5)
    passed = []
    for seed in range(200):
        expected = usual(counts(5.0, spread=0.2, seed=seed), ALL)
        today = rng.poisson(5.0 * rng.gamma(5.0, 0.2, 20))
        passed += [expected.tail(int(count)) <= 0.01 for count in today]
    assert 0.003 < np.mean(passed) < 0.02


def test_a_past_crisis_does_not_become_the_norm():
    shaken = counts(2.0)
    shaken[10:12] += 60
    calm = usual(counts(2.0), ALL)
    found = usual(shaken, ALL)
    assert found.mean == pytest.approx(calm.mean, rel=0.3)
    assert found.tail(25) < BAR


def test_a_community_that_grew_last_week_is_expected_to_be_louder_but_not_without_end():
    grown = counts(8.0)
    grown[:7] = grown[:7] * 2
    assert usual(grown, ALL).mean > 1.5 * usual(counts(8.0), ALL).mean
    grown[:7] = 30
    assert usual(grown, ALL).mean <= MOST_GROWN * 12


def test_two_weeks_tell_nothing():
    known = ALL.copy()
    known[14:] = False
    assert usual(counts(5.0), known) is None
    known[:21] = True
    assert usual(counts(5.0), known) is not None


def test_the_tail_of_nobody_is_certain_and_falls_with_every_person():
    expected = usual(counts(5.0), ALL)
    tails = [expected.tail(count) for count in range(40)]
    assert tails[0] == 1.0
    assert all(a > b for a, b in pairwise(tails))


def test_an_hour_in_which_nobody_ever_wrote_expects_almost_nobody():
    expected = usual(np.zeros((DAYS, 24), dtype=int), ALL)
    assert 0 < expected.mean < 0.1
    assert expected.tail(5) < BAR
