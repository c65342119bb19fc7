"""Advice learns: on a simulated community with known causes it wastes less every few weeks."""

import numpy as np
import pytest

from tests.benchmarks import recommend_learning as learning


@pytest.mark.parametrize("response", ["multiplicative", "weakest_link"])
def test_advice_beats_best_time_only_and_its_regret_falls(response):
    ours = np.array(learning.run(7, "advice", response, False))
    theirs = np.array(learning.run(7, "best_time_only", response, False))
    assert ours.sum() < 0.6 * theirs.sum()
    assert ours[-4:].mean() < ours[:2].mean()
