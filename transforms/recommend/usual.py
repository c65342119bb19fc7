"""What is usual for a community, and how far a post went beyond it."""

from datetime import datetime

import numpy as np
import pandas as pd

HALF_LIFE_DAYS = 28.0
FIRST_POSTS = 5
AGE_STEPS = (0.0, 3.0, 12.0, 20.0, 48.0, 120.0, np.inf)
GROWTH_PRIOR = 5.0


def growth(metrics: pd.DataFrame) -> dict[int, float]:
    """How much log(1 + engagement) still grows after an observation of a given age, per step of `AGE_STEPS`.

    Measured on posts observed more than once, against their last observation of at least 120 hours or `final`; the
    mean is shrunk to zero as if five more posts had not grown. Steps without such a pair are absent.
    """
    if metrics.empty:
        return {}
    frame = metrics.assign(
        value=np.log1p(metrics["engagement"].astype(float)), step=_steps(metrics["age_hours"], metrics["metrics_basis"])
    )
    last = len(AGE_STEPS) - 2
    grown = frame[frame["step"] == last].groupby(["network", "post_id"])["value"].last().rename("end")
    pairs = frame[frame["step"] < last].join(grown, on=["network", "post_id"], how="inner")
    gains = (pairs["end"] - pairs["value"]).groupby(pairs["step"])
    return {int(str(step)): float(g.sum() / (len(g) + GROWTH_PRIOR)) for step, g in gains}


def grown(posts: pd.DataFrame, gains: dict[int, float]) -> pd.Series:
    """log(1 + engagement) of each post as it will be once it has stopped growing; null where nothing was observed.

    A post observed younger than 20 hours is null too when nothing is known about growth from that age.
    """
    engagement = pd.to_numeric(posts["engagement"], errors="coerce").astype(float)
    values = pd.Series(np.log1p(engagement), index=posts.index)
    steps: pd.Series = _steps(posts["age_hours"], posts["metrics_basis"])
    young = (steps < 3) & ~steps.isin(list(gains))
    return (values + steps.map(gains).fillna(0.0)).where(~young)


def usual_before(posts: pd.DataFrame, values: pd.Series) -> pd.Series:
    """For each post, the community's usual on its network before it: the recency-weighted mean (half-life 28 days).

    `posts` are in order of `created_at`. The first five posts of a network are compared with each other's mean, for
    want of a past; a post whose network has no value at all has none.
    """
    out = pd.Series(np.nan, index=posts.index)
    for _, rows in posts.groupby("network", sort=False):
        known = values.loc[rows.index].to_numpy(float)
        days = _days(rows["created_at"])
        out.loc[rows.index] = _running_mean(known, days)
    return out


def usual_at(posts: pd.DataFrame, values: pd.Series, when: datetime, network: str | None = None) -> float:
    """The usual at an instant, over one network or the network most used; NaN without a single value."""
    known = posts.assign(value=values)[values.notna()]
    if network is not None:
        known = known[known["network"] == network]
    elif not known.empty:
        known = known[known["network"] == known["network"].mode().iloc[0]]
    if known.empty:
        return float("nan")
    age = (pd.Timestamp(when) - known["created_at"]).dt.total_seconds() / 86400
    weights = 0.5 ** (age.clip(lower=0) / HALF_LIFE_DAYS)
    return float(np.average(known["value"], weights=np.maximum(weights, 1e-12)))


def relative(log_ratio: float) -> float:
    """A log ratio as a record says it: 0.25 is 25 % above the usual."""
    return float(np.expm1(log_ratio))


def _steps(age_hours: pd.Series, basis: pd.Series) -> pd.Series:
    ages = pd.to_numeric(age_hours, errors="coerce").fillna(np.inf).clip(lower=0.0)
    steps = pd.Series(np.searchsorted(AGE_STEPS[1:-1], ages, side="right"), index=age_hours.index)
    return steps.where(basis != "final", len(AGE_STEPS) - 2)


def _days(created_at: pd.Series) -> np.ndarray:
    return (created_at - created_at.iloc[0]).dt.total_seconds().to_numpy() / 86400


def _running_mean(values: np.ndarray, days: np.ndarray) -> np.ndarray:
    known = np.flatnonzero(~np.isnan(values))
    out = np.full(len(values), np.nan)
    if known.size == 0:
        return out
    first = float(np.mean(values[known[:FIRST_POSTS]]))
    total = weight = 0.0
    seen, last_day = 0, days[0]
    for i, (value, day) in enumerate(zip(values, days, strict=True)):
        fade = 0.5 ** ((day - last_day) / HALF_LIFE_DAYS)
        total, weight, last_day = total * fade, weight * fade, day
        out[i] = first if seen < FIRST_POSTS or weight < 1e-9 else total / weight
        if not np.isnan(value):
            total, weight, seen = total + value, weight + 1.0, seen + 1
    return out
