"""`python -m transforms.training.ship.same_want FOLDER`: what tells wants apart in a sentence
vector, from the posts that teach wants (half a minute of a core, no torch).

It needs no trained model: a sentence vector has read no want, so the posts of a trade that is left
out are as new to it as a customer's. That is also why the threshold is chosen here, and not where
the model of posts places the rows that taught it. Fisher's linear discriminants (Fisher 1936), the
trades' means taken away first: what differs from trade to trade tells no want.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.linalg import eigh
from sklearn.metrics import adjusted_rand_score

from transforms.enrich.model.post_model import TRAINED
from transforms.enrich.model.same_want import SameWant
from transforms.enrich.model.vectors import encoder
from transforms.enrich.text.normalise import normalise
from transforms.training import data
from transforms.understand.wants.gathering import gather

TAUGHT_BY = ("written", "our_wants")
DIRECTIONS = 96
_STEADY = 4.0
"""How much of the average spread within wants is added to each direction's own: few posts know it."""
_FOLDS = 2
"""Parts that the trades are left out in."""
_TOGETHER = (1, 2, 4, 8)
"""Trades that make a community in turn: real ones want more than one trade's dozen things."""
_TRIED = np.arange(0.075, 0.36, 0.025).round(3)


@dataclass(frozen=True)
class Rows:
    """Posts that want something: sentence vectors, trade, want, whether it is said outright."""

    vectors: np.ndarray
    trade: np.ndarray
    want: np.ndarray
    said: np.ndarray

    def where(self, keep: np.ndarray) -> "Rows":
        return Rows(self.vectors[keep], self.trade[keep], self.want[keep], self.said[keep])

    def trades(self) -> Iterator["Rows"]:
        """The rows of each trade."""
        return (self.where(self.trade == one) for one in np.unique(self.trade))


def rows(folder: Path) -> Rows:
    """The teaching rows of `TAUGHT_BY` that want something."""
    frame = data.load(folder, only=TAUGHT_BY).part("fit").frame
    frame = frame[frame["need"].map(lambda need: isinstance(need, str))]
    return Rows(
        encoder().encode([normalise(text) for text in frame["text"]]),
        (frame["data_set"] + "/" + frame["industry"]).to_numpy(str),
        frame["need"].to_numpy(str),
        frame["explicit"].to_numpy(bool),
    )


def learnt(taught: Rows) -> SameWant:
    """The directions of all rows, and the likeness that groups best the trades that are left out."""
    return SameWant(taught.vectors.mean(axis=0), directions(taught), alike(taught))


def directions(taught: Rows) -> np.ndarray:
    """(512, `DIRECTIONS`): where wants of a trade differ most for how much their own posts do."""
    middles, spread = [], np.zeros((taught.vectors.shape[1],) * 2)
    for own in taught.trades():
        centred = own.vectors.astype(np.float64) - own.vectors.mean(axis=0)
        for want in np.unique(own.want):
            posts = centred[own.want == want]
            middles.append(posts.mean(axis=0))
            spread += np.cov(posts.T, bias=True) * len(posts)
    between, within = np.cov(np.array(middles).T, bias=True), spread / len(taught.want)
    within += _STEADY * np.trace(within) / len(within) * np.eye(len(within))
    return eigh(between, within)[1][:, -DIRECTIONS:]


def alike(taught: Rows) -> tuple[float, float]:
    """The likeness from which on groups are one, among a hundred posts and more with each doubling:
    a line through what agrees best with the wants of small and large communities, made of trades
    that did not teach the directions.
    """
    sizes, best = zip(*(_best(taught, some) for some in _TOGETHER), strict=True)
    more, one = np.polyfit(np.log2(np.array(sizes) / 100), best, 1)
    return round(float(one), 3), round(float(more), 3)


def _best(taught: Rows, together: int) -> tuple[float, float]:
    """(posts of a community of so many trades, the likeness that groups such ones best)."""
    trades, numbers = np.unique(taught.trade, return_inverse=True)
    found, sizes = [], []
    for part in range(_FOLDS):
        others = taught.where(numbers % _FOLDS != part)
        known = SameWant(others.vectors.mean(axis=0), directions(others), (0, 0))
        aside = [place for place in range(len(trades)) if place % _FOLDS == part]
        for start in range(0, len(aside) - together + 1, together):
            own = taught.where(np.isin(numbers, aside[start : start + together]))
            found.append(_agreement(own, known))
            sizes.append(len(own.want))
    return float(np.mean(sizes)), float(_TRIED[np.mean(found, axis=0).argmax()])


def _agreement(own: Rows, known: SameWant) -> list[float]:
    """For each likeness that is tried: agreement of a community's groups with its wants (adjusted
    Rand index), of all posts and of the outspoken.
    """
    placed = known.placed(own.vectors)
    placed = placed - placed.mean(axis=0)
    placed /= np.linalg.norm(placed, axis=1, keepdims=True)
    wants, said = np.char.add(own.trade, own.want), own.said
    return [
        adjusted_rand_score(wants, gather(placed, said, [None] * len(said), tried))
        + adjusted_rand_score(
            wants[said], gather(placed[said], said[said], [None] * int(said.sum()), tried)
        )
        for tried in _TRIED
    ]


if __name__ == "__main__":
    found = learnt(rows(Path(sys.argv[1])))
    found.save(TRAINED)
    print(f"wants are alike from {found.alike} on, along {found.directions.shape[1]} directions")
