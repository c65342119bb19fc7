"""What another policy would have brought, from what was tried: doubly robust off-policy evaluation.

The model's forecast under the other policy, corrected by the misses seen, each weighed by how much
likelier the other policy was to choose that post (Dudík, Langford and Li 2011). It is right when
either the forecasts or the propensities are. With propensities that the policy itself logged
(`assigned`), the answer is causal; with `habits`, which are the manager's own shares, it stays an
association, because managers choose by what they know and the model does not.

What is assigned is which advice is given, never whether it is followed: nothing here says what
following brought.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

ENOUGH_ROUNDS, ENOUGH_ALIKE = 30, 10.0
MOST_WEIGHT = 30.0
RESAMPLES = 1000
Basis = Literal["too_few", "assigned", "association"]


@dataclass(frozen=True)
class Log:
    """What was chosen, round by round, among the same `k` choices."""

    reward: np.ndarray
    """(n,) log lift of the post that was sent."""
    taken: np.ndarray
    """(n,) its number among the choices."""
    propensity: np.ndarray
    """(n,) the probability, before the choice, with which it was made."""
    foretold: np.ndarray
    """(n, k) log lift foretold for every choice by a model that had not seen the round."""
    day: np.ndarray
    """(n,) rounds of one day are resampled together."""
    assigned: np.ndarray
    """(n,) whether the policy's own dice chose."""


@dataclass(frozen=True)
class Estimate:
    """Mean log lift, or a difference of two, with a 90 % interval; null when too little was alike."""

    value: float | None
    low: float | None
    high: float | None
    rounds: int
    alike: float
    """How many rounds of the other policy itself the log is worth (Kish's effective sample size)."""
    basis: Basis


def value(log: Log, target: np.ndarray, seed: int) -> Estimate:
    """What the policy `target`, (n, k) probabilities, would have brought on average per round."""
    return _estimate(_terms(log, target), _alike(log, target), log, seed)


def gain(log: Log, target: np.ndarray, seed: int) -> Estimate:
    """What `target` would have brought beyond what was really sent: "what if you had followed us"."""
    return _estimate(_terms(log, target) - log.reward, _alike(log, target), log, seed)


def effect(log: Log, target: np.ndarray, other: np.ndarray, seed: int) -> Estimate:
    """What `target` brings beyond `other`, from the rounds that were assigned by chance and from
    those alone.
    """
    chance = log.assigned.astype(bool)
    kept = Log(*(getattr(log, name)[chance] for name in Log.__dataclass_fields__))
    a, b = target[chance], other[chance]
    return _estimate(
        _terms(kept, a) - _terms(kept, b), min(_alike(kept, a), _alike(kept, b)), kept, seed
    )


def habits(past: pd.DataFrame, choices: pd.DataFrame, columns: list[str]) -> np.ndarray:
    """(k,) how likely the manager was to choose each of the choices: the product of past shares,
    none of them zero.
    """
    odds = np.ones(len(choices))
    for column in columns:
        counts = Counter(past[column])
        levels = choices[column].tolist()
        total = sum(counts[level] + 0.5 for level in set(levels))
        odds *= [(counts[level] + 0.5) / total for level in levels]
    return odds / odds.sum()


def habit(past: pd.DataFrame, post: Mapping[str, object]) -> float:
    """How likely the manager was to choose one post: the product of the past shares of what it
    names, none zero.
    """
    odds = 1.0
    for column, level in post.items():
        levels = past[column].nunique() + 1
        odds *= (float((past[column] == level).sum()) + 0.5) / (len(past) + 0.5 * levels)
    return odds


def capped(weights: np.ndarray) -> np.ndarray:
    """Weights of at most 30, so that one post cannot decide."""
    return np.minimum(weights, MOST_WEIGHT)


def _weights(log: Log, target: np.ndarray) -> np.ndarray:
    """How much likelier `target` was to choose what was chosen."""
    likely = target[np.arange(len(log.taken)), log.taken]
    return capped(likely / np.maximum(log.propensity, 1e-9))


def _terms(log: Log, target: np.ndarray) -> np.ndarray:
    missed = log.reward - log.foretold[np.arange(len(log.taken)), log.taken]
    return (target * log.foretold).sum(axis=1) + _weights(log, target) * missed


def _alike(log: Log, target: np.ndarray) -> float:
    return alike(_weights(log, target))


def alike(weights: np.ndarray) -> float:
    """How many rounds of the other policy itself weighted rounds are worth (Kish's effective sample
    size).
    """
    total = float((weights**2).sum())
    return float(weights.sum()) ** 2 / total if total > 0 else 0.0


def _estimate(terms: np.ndarray, worth: float, log: Log, seed: int) -> Estimate:
    return estimate(terms, worth, log.day, log.assigned, seed)


def estimate(
    terms: np.ndarray, worth: float, day: np.ndarray, assigned: np.ndarray, seed: int
) -> Estimate:
    """The mean of doubly robust `terms`, one per round, with an interval from resampling whole
    days.
    """
    if len(terms) < ENOUGH_ROUNDS or worth < ENOUGH_ALIKE:
        return Estimate(None, None, None, len(terms), worth, "too_few")
    codes, days = pd.factorize(day)
    sums, sizes = np.bincount(codes, terms), np.bincount(codes).astype(float)
    picks = np.random.default_rng(seed).integers(0, len(days), (RESAMPLES, len(days)))
    low, high = np.quantile(sums[picks].sum(axis=1) / sizes[picks].sum(axis=1), [0.05, 0.95])
    basis: Basis = "assigned" if bool(np.all(assigned)) else "association"
    return Estimate(float(terms.mean()), float(low), float(high), len(terms), worth, basis)
