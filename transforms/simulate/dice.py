"""Chance that can be repeated: every draw comes from a generator whose seed is a hash of its key."""

import hashlib
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import TypeVar

import numpy as np

T = TypeVar("T")


def seed_of(*key: object) -> int:
    """A 128-bit seed that depends on nothing but `key`."""
    return int.from_bytes(hashlib.sha256("\x1f".join(map(str, key)).encode()).digest()[:16], "big")


def generator(*key: object) -> np.random.Generator:
    """A numpy generator of its own for `key`."""
    return np.random.Generator(np.random.PCG64(seed_of(*key)))


class Dice:
    """Single draws for one key, fast enough for one text at a time."""

    def __init__(self, *key: object) -> None:
        self.numpy = generator(*key)
        self._uniforms = self._endless()

    def _endless(self) -> Iterator[float]:
        size = 64
        while True:
            yield from self.numpy.random(size).tolist()
            size = 1024

    def uniform(self, low: float = 0.0, high: float = 1.0) -> float:
        return low + (high - low) * next(self._uniforms)

    def chance(self, probability: float) -> bool:
        return next(self._uniforms) < probability

    def pick(self, items: Sequence[T]) -> T:
        return items[int(next(self._uniforms) * len(items))]

    def integer(self, low: int, high: int) -> int:
        """A whole number from `low` up to but without `high`."""
        return low + int(next(self._uniforms) * (high - low))

    def weighted(self, weights: Mapping[T, float]) -> T:
        """A key of `weights`, as often as its weight says."""
        keys, sums = _cumulated(tuple(weights.items()))
        return keys[min(bisect(sums, next(self._uniforms) * sums[-1]), len(keys) - 1)]

    def poisson(self, mean: float) -> int:
        return int(self.numpy.poisson(mean))

    def exponential(self, mean: float) -> float:
        return float(self.numpy.exponential(mean))

    def lognormal(self, median: float, sigma: float) -> float:
        return float(median * np.exp(sigma * self.numpy.standard_normal()))


@lru_cache(maxsize=4096)
def _cumulated(items: tuple[tuple[T, float], ...]) -> tuple[list[T], list[float]]:
    return [key for key, _ in items], list(accumulate(weight for _, weight in items))
