import numpy as np
import pytest

from transforms.understand.wants import gathering
from transforms.understand.wants.gathering import gather, in_order


def at(*degrees: float) -> np.ndarray:
    """Unit vectors in a plane."""
    angles = np.deg2rad(degrees)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1)


def test_near_posts_are_together_and_far_ones_apart():
    assert gather(at(0, 90, 5, 95, 180), [None] * 5).tolist() == [0, 1, 0, 1, 2]


def test_what_was_together_stays_together_and_draws_new_posts():
    vectors = at(0, 89, 80)
    assert gather(vectors, [None, None, None]).tolist() == [0, 1, 1]
    assert gather(vectors, ["w", "w", None]).tolist() == [0, 0, 0]


def test_two_wants_that_were_apart_may_become_one():
    assert gather(at(0, 3, 2), ["a", "b", None]).tolist() == [0, 0, 0]


@pytest.mark.parametrize("count", [0, 1])
def test_few_posts_are_no_trouble(count):
    assert gather(at(*[0] * count), [None] * count).tolist() == list(range(count))


def test_posts_beyond_those_that_are_compared_join_the_nearest(monkeypatch):
    monkeypatch.setattr(gathering, "MOST", 2)
    assert gather(at(0, 90, 2, 91, 200), [None] * 5).tolist() == [0, 1, 0, 1, 2]


def test_groups_are_numbered_by_their_first_member():
    assert in_order(np.array([7, 3, 7, 9, 3])).tolist() == [0, 1, 0, 2, 1]
