"""What tells wants apart is found under what is louder, and holds for trades that were left out."""

import numpy as np
import pytest

from transforms.enrich.model.same_want import SameWant
from transforms.training.ship import same_want
from transforms.training.ship.same_want import Rows, alike, directions

TRADES, WANTS, POSTS, WANTED, WIDTH = 16, 6, 12, 6, 20


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(same_want, "DIRECTIONS", WANTED)


@pytest.fixture(scope="module")
def taught() -> Rows:
    """Wants differ in the first `WANTED` numbers; the others are louder and tell nothing."""
    rng = np.random.default_rng(5)
    many = TRADES * WANTS
    middles = np.repeat(rng.normal(size=(many, WANTED)), POSTS, axis=0)
    told = middles + 0.4 * rng.normal(size=middles.shape)
    loud = 1.5 * rng.normal(size=(len(told), WIDTH - WANTED))
    number = np.repeat(np.arange(many), POSTS)
    return Rows(
        np.hstack([told, loud]),
        (number // WANTS).astype(str),
        (number % WANTS).astype(str),
        np.arange(len(told)) % 2 == 0,
    )


def nearest_is_same(own: Rows, vectors: np.ndarray) -> float:
    seen = vectors - vectors.mean(axis=0)
    seen = seen / np.linalg.norm(seen, axis=1, keepdims=True)
    likeness = seen @ seen.T
    np.fill_diagonal(likeness, -2)
    return float((own.want[likeness.argmax(axis=1)] == own.want).mean())


def test_wants_of_a_trade_that_was_left_out_lie_apart(taught):
    left_out = taught.trade == "3"
    own, others = taught.where(left_out), taught.where(~left_out)
    known = SameWant(others.vectors.mean(axis=0), directions(others), (0, 0))
    assert nearest_is_same(own, own.vectors) < 0.6
    assert nearest_is_same(own, known.placed(own.vectors)) > 0.8


def test_the_likeness_is_one_that_was_tried_and_grows_no_faster_than_they_do(taught):
    of_a_hundred, a_doubling = alike(taught)
    assert min(same_want._TRIED) - 0.1 < of_a_hundred < max(same_want._TRIED) + 0.1
    assert abs(a_doubling) < np.ptp(same_want._TRIED)
    assert alike(taught) == (of_a_hundred, a_doubling)
