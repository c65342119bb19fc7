"""The interval of a share among few replies: about 90 % of what comes lies in it, however few
reply.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.recommend.choose import share_interval

SIZES = np.array([3.0, 3, 4, 5, 6, 8, 9, 12, 15, 20])


@pytest.mark.parametrize("mean", [0.03, 0.1, 0.3, 0.5, 0.8])
@pytest.mark.parametrize("weight", [3.0, 12.0, 60.0])
def test_about_nine_in_ten_posts_lie_inside(mean, weight):
    rng = np.random.default_rng(int(1000 * mean + weight))
    sizes = rng.choice(SIZES, 8000).astype(int)
    share = rng.binomial(sizes, rng.beta(mean * weight, (1 - mean) * weight, 8000)) / sizes
    low, high = share_interval.interval(mean, weight, SIZES)
    assert 0.86 < ((share >= low) & (share <= high)).mean() < 0.94


@given(st.floats(0, 1), st.floats(0.1, 200), st.lists(st.integers(1, 400), min_size=1, max_size=12))
@settings(max_examples=80, deadline=None)
def test_ends_are_shares_and_hold_what_is_foreseen(mean, weight, sizes):
    low, high = share_interval.interval(mean, weight, np.array(sizes, float))
    assert 0 <= low <= mean <= high <= 1


def test_more_replies_make_a_narrower_interval():
    few, many = (share_interval.interval(0.4, 50.0, np.full(5, n)) for n in (4.0, 40.0))
    assert many[1] - many[0] < few[1] - few[0]
