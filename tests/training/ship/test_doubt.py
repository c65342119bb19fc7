"""Who is read on: those whose lower answer would have been another, and never more than may be."""

import numpy as np
import pytest

from transforms.training.ship import doubt


@pytest.fixture
def texts():
    rng = np.random.default_rng(1)
    lower = rng.normal(size=(2000, 6))
    above = rng.random(2000) * 0.2
    below = above + (lower[:, 0] > 1) * 0.5  # the first feature tells when the lower storey errs
    return lower, below, above


def test_those_whose_answer_would_change_are_read_on(texts):
    lower, below, above = texts
    weights, bias = doubt.fit(lower, below, above, 0.16, [lower])
    up = lower @ weights[:, 0] + bias > 0
    assert up[lower[:, 0] > 1.5].mean() > 0.9
    assert up[lower[:, 0] < 0.5].mean() < 0.1


@pytest.mark.parametrize("share", [0.1, 0.5])
def test_about_so_many_are_read_on_and_more_of_the_harder_kind(texts, share):
    lower, below, above = texts
    harder = lower + np.array([0.2, 0, 0, 0, 0, 0])
    weights, bias = doubt.fit(lower, below, above, share, [lower, harder])
    easy, hard = ((kind @ weights[:, 0] + bias > 0).mean() for kind in (lower, harder))
    assert easy < share < hard
    assert (easy + hard) / 2 == pytest.approx(share, abs=0.02)
