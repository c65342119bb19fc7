"""Texts of one group, by how alike they are."""

import numpy as np
import pytest

from transforms.understand.grouping import group, in_order, steadied


def alike(*blocks: int, within: float = 0.9, between: float = 0.1) -> np.ndarray:
    """A likeness of blocks of texts that are alike within and not between."""
    of = np.repeat(np.arange(len(blocks)), blocks)
    found = np.where(of[:, None] == of[None, :], within, between)
    np.fill_diagonal(found, 1.0)
    return found


def test_what_is_alike_is_one_group_and_what_is_not_is_another():
    assert group(alike(3, 2, 1), 0.5).tolist() == [0, 0, 0, 1, 1, 2]


def test_groups_are_numbered_as_they_appear():
    assert in_order(np.array([7, 3, 7, 9, 3])).tolist() == [0, 1, 0, 2, 1]


@pytest.mark.parametrize("size", [0, 1])
def test_nothing_or_one_text_needs_no_grouping(size):
    assert group(np.ones((size, size)), 0.5).tolist() == [0] * size


def test_the_order_of_the_texts_changes_no_group():
    likeness, order = alike(4, 3, 2), np.random.default_rng(1).permutation(9)
    shuffled = group(likeness[np.ix_(order, order)], 0.5)
    together = {frozenset(order[shuffled == number]) for number in set(shuffled.tolist())}
    assert together == {frozenset({0, 1, 2, 3}), frozenset({4, 5, 6}), frozenset({7, 8})}


def test_two_that_are_both_like_a_third_come_nearer():
    likeness = np.array([[1, 0.1, 0.9], [0.1, 1, 0.9], [0.9, 0.9, 1]])
    steady = steadied(likeness)
    assert steady[0, 1] > likeness[0, 1]
    assert np.allclose(steady, steady.T)
