"""What the communities of an industry have in common, for the one that has little history of its
own.

Each lender is fitted alone; per effect, the lenders' estimates are combined by random-effects
meta-analysis (DerSimonian and Laird 1986). The prior's variance is that of a *new* community: how
unsure the mean is plus how much communities differ.
"""

from collections.abc import Sequence

import numpy as np

from transforms.recommend.learn import features
from transforms.recommend.learn.effects import NOISE_SD, NOISE_STRENGTH, Effects, Prior
from transforms.recommend.learn.history import History

LENDERS_NEEDED = 5
USUAL_SD = 0.15
"""How large effects are, and how much communities differ in them, before any lender is heard."""
DIFFERENCE_STRENGTH = 4.0
"""Lenders that agree perfectly do not prove that the next community agrees: four more that differ are assumed."""


def lenders(borrower: History, others: Sequence[History]) -> list[History]:
    """Who lends to whom: the same industry, both opted in, never a simulated to a real one; five at
    least or none.
    """
    found = [
        h
        for h in others
        if h.community_id != borrower.community_id
        and h.industry == borrower.industry
        and h.pool
        and h.simulated == borrower.simulated
    ]
    return found if borrower.pool and len(found) >= LENDERS_NEEDED else []


def combine(fitted: Sequence[Effects]) -> Prior:
    """The prior that the lenders' effects make; pairs of levels and wording are left to each
    community.
    """
    mean: dict[str, float] = {}
    variance: dict[str, float] = {}
    for name in sorted(
        {n for e in fitted for n in e.names if features.group_of(n) not in features.OWN}
    ):
        estimates, variances = _estimates(fitted, name)
        if len(estimates) < 2:
            continue
        mean[name], variance[name] = _random_effects(estimates, variances)
    posts = np.array([e.posts for e in fitted], float)
    total = NOISE_STRENGTH + posts.sum()
    noise = (
        (NOISE_STRENGTH * NOISE_SD**2 + float(posts @ [e.noise for e in fitted])) / total
        if len(fitted)
        else None
    )
    return Prior(mean, variance, noise if noise is not None else NOISE_SD**2, len(fitted))


def _estimates(fitted: Sequence[Effects], name: str) -> tuple[np.ndarray, np.ndarray]:
    """The likelihood part of each posterior: its prior N(0, spread) is divided out, so that it is
    not counted twice.
    """
    means, variances = [], []
    for effects in fitted:
        if name not in effects.names:
            continue
        i = effects.names.index(name) + 1
        posterior = float(effects.covariance[i, i])
        prior = effects.spread[name.split("=", 1)[0]]
        precision = 1 / posterior - 1 / prior
        if precision <= 1e-6:
            continue
        means.append(float(effects.mean[i]) / posterior / precision)
        variances.append(1 / precision)
    return np.array(means), np.array(variances)


def _random_effects(estimates: np.ndarray, variances: np.ndarray) -> tuple[float, float]:
    weight = 1 / variances
    fixed = np.average(estimates, weights=weight)
    excess = float(weight @ (estimates - fixed) ** 2) - (len(estimates) - 1)
    scale = weight.sum() - (weight**2).sum() / weight.sum()
    seen = max(excess / scale if scale > 0 else 0.0, 0.0)
    between = (len(estimates) * seen + DIFFERENCE_STRENGTH * USUAL_SD**2) / (
        len(estimates) + DIFFERENCE_STRENGTH
    )
    weight = 1 / (variances + between)
    shrink = weight.sum() / (weight.sum() + 1 / USUAL_SD**2)
    return float(shrink * np.average(estimates, weights=weight)), float(
        between + 1 / (weight.sum() + 1 / USUAL_SD**2)
    )
