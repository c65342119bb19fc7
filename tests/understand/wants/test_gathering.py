import numpy as np
import pytest

from transforms.understand.wants import gathering
from transforms.understand.wants.gathering import Alike, gather, in_order


def at(*degrees: float) -> np.ndarray:
    """Unit vectors in a plane."""
    angles = np.deg2rad(degrees)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1)


def gathered(vectors: np.ndarray, before: list, said: str = "") -> list[int]:
    """The groups, as numbers; `said` has an x for each post that is outspoken."""
    marks = np.array([mark == "x" for mark in (said or "x" * len(before))])
    return gather(vectors, marks, before, alike=0.25).tolist()


def test_near_posts_are_together_and_far_ones_apart():
    assert gathered(at(0, 90, 5, 95, 180), [None] * 5) == [0, 1, 0, 1, 2]


def test_what_is_implied_joins_those_who_say_it_and_bridges_no_two_wants():
    between = at(0, 100, 45, 55)
    assert gathered(between, [None] * 4, "xx..") == [0, 1, 0, 1]


def test_what_nobody_says_is_gathered_too():
    assert gathered(at(0, 90, 95, 180), [None] * 4, "x...") == [0, 1, 1, 2]
    assert gathered(at(90, 95), [None] * 2, "..") == [0, 0]


def test_what_was_together_stays_together_and_draws_new_posts():
    vectors = at(0, 100, 60)
    assert gathered(vectors, [None, None, None]) == [0, 1, 1]
    assert gathered(vectors, ["w", "w", None]) == [0, 0, 0]


def test_two_wants_that_were_apart_may_become_one():
    assert gathered(at(0, 3, 2), ["a", "b", None]) == [0, 0, 0]


def test_among_more_posts_it_takes_more_to_be_alike():
    alike = Alike(of_a_hundred=0.15, a_doubling=0.03)
    among = [alike.among(posts) for posts in (0, 3, 100, 400)]
    assert among == pytest.approx([0.15, 0.15, 0.15, 0.21])


@pytest.mark.parametrize("count", [0, 1])
def test_few_posts_are_no_trouble(count):
    assert gathered(at(*[0] * count), [None] * count) == list(range(count))


@pytest.mark.parametrize("said", ["xxxxx", "....."])
def test_posts_beyond_those_that_are_compared_join_the_nearest(monkeypatch, said):
    monkeypatch.setattr(gathering, "MOST", 2)
    assert gathered(at(0, 90, 2, 91, 200), [None] * 5, said) == [0, 1, 0, 1, 2]


def test_groups_are_numbered_by_their_first_member():
    assert in_order(np.array([7, 3, 7, 9, 3])).tolist() == [0, 1, 0, 2, 1]
