"""What theme, form, tone and slot do to the engagement of one community: partially pooled effects
with intervals.

A Bayesian linear model on the log ratio to the usual. Effects of one group (all themes, all forms,
…) share a normal prior whose width the data decide by expectation-maximisation of the marginal
likelihood (empirical Bayes; Bishop 2006, section 9.3.4), so that a theme seen twice stays near its
group and a theme seen often speaks for itself. Old posts count less, so that a change of taste is
followed.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np
import pandas as pd
from scipy import linalg
from scipy.special import ndtri

from transforms.recommend.learn import features
from transforms.recommend.learn.wording import Wording, learn_wording

TASTE_HALF_LIFE_DAYS = 45.0
PERIOD_DAYS = 28
GROUP_SD: dict[str, float] = {
    group: 0.3 if group in [*features.CHOSEN, "wording"] else 0.15 for group in features.GROUPS
}
GROUP_STRENGTH = 4.0
NOISE_SD, NOISE_STRENGTH = 0.9, 4.0
"""What is assumed with no history at all: a theme, form, tone or slot is worth about 30 %, a pair or a weekend 15 %,
and posts differ by a factor of 2.5."""
LEVEL_SD = 0.3
ROUNDS = 12
TAIL_STRENGTH, WIDTH_STRENGTH = 20, 4.0

BOLDNESS = 0.5
BREAK_DAYS = (3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 21, 24, 28, 32, 37, 42)
"""Moments that may be a break; far apart they lost sight of a true one between two of them."""
BREAK_KEEPS = 0.002
BREAK_EVIDENCE = 6.0


@dataclass(frozen=True)
class Prior:
    """What other communities of the industry taught: mean and variance per effect; unnamed effects
    have mean zero.
    """

    mean: dict[str, float] = field(default_factory=dict)
    variance: dict[str, float] = field(default_factory=dict)
    noise: float = NOISE_SD**2
    communities: int = 0


@dataclass(frozen=True)
class Effects:
    """The posterior over the named effects; the first is the level that all posts share."""

    names: list[str]
    mean: np.ndarray
    covariance: np.ndarray
    noise: float
    spread: dict[str, float]
    """The prior variance of each group's effects, for levels never seen."""
    low: float
    high: float
    """Ends of the central 90 % of a standardised new post."""
    posts: int
    prior: Prior
    wording: Wording | None = None

    def table(self) -> pd.DataFrame:
        """One row per effect: name, group, log-ratio mean, sd, and the ends of its 90 % interval."""
        sd = np.sqrt(np.diag(self.covariance))
        frame = pd.DataFrame({"name": ["level", *self.names], "mean": self.mean, "sd": sd})
        frame["group"] = frame["name"].map(features.group_of)
        return frame.assign(low=frame["mean"] - 1.645 * sd, high=frame["mean"] + 1.645 * sd)


def fit(
    posts: pd.DataFrame, lift: pd.Series, when: datetime, prior: Prior | None = None
) -> Effects:
    """The effects as known at `when` from the posts whose log ratio `lift` to the usual at `when`
    is known.

    Each 28 days before `when` have a level of their own, so that a community that grows, or a
    manager who gets better, is not taken for an effect of what was posted then. No post at all
    gives the prior.
    """
    prior = prior or Prior()
    known = lift.notna().to_numpy()
    seen = posts[known]
    y = lift[known].to_numpy(float)
    age = (
        (
            (pd.Timestamp(when) - pd.to_datetime(seen["created_at"], utc=True)).dt.total_seconds()
            / 86400
        )
        .clip(lower=0)
        .to_numpy(float)
    )
    seen = seen.assign(period=(age // PERIOD_DAYS).astype(int))
    weight = np.maximum(0.5 ** (age / TASTE_HALF_LIFE_DAYS), 1e-6)
    learnt = learn_wording(_texts(seen), y) if "text" in seen else None
    worded = learnt.wording if learnt else None
    names = sorted(set(features.levels(seen)) | set(prior.mean)) + (worded.names if worded else [])
    x = _columns(seen.drop(columns="text", errors="ignore"), names, worded)
    if learnt:
        x[:, -1:] = learnt.unseen
    learned = replace(_posterior(x, y, weight, names, prior), wording=worded)
    broken = _break(learned, x, y, weight, age)
    if broken is None:
        return learned
    days, level = broken
    since = np.where(age >= days, weight * BREAK_KEEPS, weight)
    # taste is forgotten, but neither how much posts differ by luck nor what a post gets whatever it
    # is about
    return replace(
        _posterior(x, y, since, names, replace(prior, noise=learned.noise), level), wording=worded
    )


def foresee(effects: Effects, posts: pd.DataFrame) -> pd.DataFrame:
    """Log ratio of each imagined post: `mean`, `sd` (of the mean), and the `low` and `high` of a 90
    % interval.
    """
    x = design(effects, posts)
    mean = x @ effects.mean
    variance = np.einsum("ij,jk,ik->i", x, effects.covariance, x) + _unseen(effects, posts)
    total = np.sqrt(variance + effects.noise)
    return pd.DataFrame(
        {
            "mean": mean,
            "sd": np.sqrt(variance),
            "low": mean + effects.low * total,
            "high": mean + effects.high * total,
        },
        index=posts.index,
    )


def draw(effects: Effects, posts: pd.DataFrame, rng: np.random.Generator, times: int) -> np.ndarray:
    """`times` draws of what each post's mean log ratio could be, without a single post's luck:
    (times, posts).

    Draws lie half as far from the mean as the posterior's would (posterior reshaping; Chapelle and
    Li 2011), because a community manager's weeks are few: full Thompson sampling was still
    exploring when twelve of them were over.

    A level that the community never tried is drawn from its group's prior, the same draw wherever
    it appears.
    """
    x = design(effects, posts)
    root = np.linalg.cholesky(effects.covariance + 1e-10 * np.eye(len(effects.mean)))
    coefficients = effects.mean + rng.standard_normal((times, len(effects.mean))) @ root.T
    drawn = coefficients @ x.T
    known = set(effects.names)
    for group in features.CHOSEN:
        codes, levels = pd.factorize(posts[group].astype(object))
        for code in sorted(range(len(levels)), key=lambda i: str(levels[i])):
            if f"{group}={levels[code]}" not in known:
                surprise = rng.standard_normal(times) * np.sqrt(effects.spread[group])
                drawn[:, codes == code] += surprise[:, None]
    mean = x @ effects.mean
    return mean + BOLDNESS * (drawn - mean)


def design(effects: Effects, posts: pd.DataFrame) -> np.ndarray:
    """The rows that multiply `effects.mean`."""
    return _columns(posts.assign(period=0), effects.names, effects.wording)


def _columns(posts: pd.DataFrame, names: list[str], worded: Wording | None) -> np.ndarray:
    """The level, then one column per name; posts that have no text yet count as worded as usual."""
    x = np.column_stack([np.ones(len(posts)), features.matrix(posts, names)])
    if worded and "text" in posts:
        x[:, -len(worded.names) :] = worded.places(_texts(posts))
    return x


def _texts(posts: pd.DataFrame) -> list[str]:
    return posts["text"].fillna("").astype(str).tolist()


def _unseen(effects: Effects, posts: pd.DataFrame) -> np.ndarray:
    known = set(effects.names)
    extra = np.zeros(len(posts))
    for group in features.CHOSEN:
        codes, levels = pd.factorize(posts[group].astype(object))
        new = np.array([f"{group}={level}" not in known for level in levels], float)[codes]
        extra += new * effects.spread[group]
    return extra


def _posterior(
    x: np.ndarray,
    y: np.ndarray,
    weight: np.ndarray,
    names: list[str],
    prior: Prior,
    level: float = 0.0,
) -> Effects:
    groups = np.array(["level", *[features.group_of(n) for n in names]])
    centre = np.array([level, *[prior.mean.get(n, 0.0) for n in names]])
    own = np.array([np.nan, *[prior.variance.get(n, np.nan) for n in names]])
    before = {group: sd**2 for group, sd in GROUP_SD.items()}
    spread = dict(before)
    noise = prior.noise
    effective = float(weight.sum())
    gram, moment = (x * weight[:, None]).T @ x, (x * weight[:, None]).T @ (y - x @ centre)
    mean, covariance = np.zeros(len(centre)), np.diag(_widths(groups, own, spread))
    for _ in range(ROUNDS if len(y) else 0):
        precision = gram / noise + np.diag(1.0 / _widths(groups, own, spread))
        covariance = np.linalg.inv(precision)
        mean = covariance @ moment / noise
        second = mean**2 + np.diag(covariance)
        for group in spread:
            mine = (groups == group) & np.isnan(own)
            spread[group] = float(
                (second[mine].sum() + GROUP_STRENGTH * before[group])
                / (mine.sum() + GROUP_STRENGTH)
            )
        residual = y - x @ (centre + mean)
        misfit = float(weight @ residual**2 + np.sum(gram * covariance))
        noise = (misfit + NOISE_STRENGTH * prior.noise) / (effective + NOISE_STRENGTH)
    low, high = _tails(x, y - x @ (centre + mean), weight, covariance, noise)
    return Effects(
        names,
        centre + mean,
        (covariance + covariance.T) / 2,
        noise,
        spread,
        low,
        high,
        len(y),
        prior,
    )


def _break(
    learned: Effects, x: np.ndarray, y: np.ndarray, weight: np.ndarray, age: np.ndarray
) -> tuple[float, float] | None:
    """How many days ago taste changed and the level until then, None when nothing speaks for a
    change.

    For each moment, the posts since are judged twice: as foretold by the posts before, and as
    foretold by nothing. The logarithm of the Bayes factor must exceed 6 (a change is rare, a bad
    week is not).
    """
    best, found = BREAK_EVIDENCE, None
    groups = np.array(["level", *[features.group_of(n) for n in learned.names]])
    fresh = np.diag(_widths(groups, np.full(len(groups), np.nan), learned.spread))
    keep = groups != "period"
    fresh[~keep] = 0.0
    centre = np.array([0.0, *[learned.prior.mean.get(n, 0.0) for n in learned.names]])
    for days in BREAK_DAYS:
        old, new = age >= days, age < days
        if new.sum() < 5 or old.sum() < 10:
            continue
        weighed = x[old] * weight[old, None]
        precision = weighed.T @ x[old] / learned.noise + np.diag(
            1.0 / np.maximum(np.diag(fresh), 1e-6)
        )
        covariance = np.linalg.inv(precision)
        moved = covariance @ (weighed.T @ (y[old] - x[old] @ centre)) / learned.noise
        level = np.zeros(len(centre))
        level[0] = moved[0]
        recent, shift = x[new], learned.spread["period"]
        as_foretold = _log_density(
            y[new] - recent @ (centre + moved), recent, covariance, learned.noise, shift
        )
        as_new = _log_density(
            y[new] - recent @ (centre + level), recent, fresh, learned.noise, shift
        )
        if as_new - as_foretold > best:
            best, found = as_new - as_foretold, (float(days), float(moved[0]))
    return found


def _log_density(
    off: np.ndarray, x: np.ndarray, covariance: np.ndarray, noise: float, shift: float
) -> float:
    """Of residuals whose mean is unsure by `covariance` and by one common `shift`, up to a
    constant.
    """
    root = np.linalg.cholesky(x @ covariance @ x.T + noise * np.eye(len(off)) + shift)
    whitened = linalg.solve_triangular(root, off, lower=True)
    return float(-np.log(np.diag(root)).sum() - 0.5 * whitened @ whitened)


def _widths(groups: np.ndarray, own: np.ndarray, spread: dict[str, float]) -> np.ndarray:
    shared = np.array([LEVEL_SD**2 if g == "level" else spread[g] for g in groups])
    return np.where(np.isnan(own), shared, own)


def _tails(
    x: np.ndarray, residual: np.ndarray, weight: np.ndarray, covariance: np.ndarray, noise: float
) -> tuple[float, float]:
    """The 5 % and 95 % points of a standardised new post.

    What it was for the posts themselves, each foreseen without itself (closed form of the linear
    model; jackknife intervals, Barber et al. 2021), mixed with a normal one as wide, so that a
    short history does not take its few extremes for the truth.
    """
    spread = np.einsum("ij,jk,ik->i", x, covariance, x)
    rest = 1 - np.clip(weight * spread / noise, 0, 0.95)
    left_out = residual / rest / np.sqrt(noise + spread / rest)
    width = np.sqrt((weight @ left_out**2 + WIDTH_STRENGTH) / (weight.sum() + WIDTH_STRENGTH))
    grid = width * ndtri((np.arange(TAIL_STRENGTH) + 0.5) / TAIL_STRENGTH)
    sample = np.concatenate([left_out, grid])
    mass = np.concatenate([weight, np.ones(TAIL_STRENGTH)])
    order = np.argsort(sample)
    cumulative = (np.cumsum(mass[order]) - 0.5 * mass[order]) / mass.sum()
    margin = 0.05 * mass.sum() / (mass.sum() + 1)
    return (
        float(np.interp(margin, cumulative, sample[order])),
        float(np.interp(1 - margin, cumulative, sample[order])),
    )
