"""What is usual for a community, and how far a post went beyond it."""

from datetime import datetime

import numpy as np
import pandas as pd

HALF_LIFE_DAYS = 28.0
AGE_STEPS = (0.0, 3.0, 12.0, 20.0, 48.0, 120.0, np.inf)
GROWTH_PRIOR = 5.0
WHOSE = ("network", "account")
ACCOUNT_PRIOR = 5.0
"""How many posts of the network's usual an account's own posts are weighed against: a new account
stands at the usual of all, one with a history at its own (partial pooling; Gelman and Hill 2007)."""


def growth(metrics: pd.DataFrame) -> dict[int, float]:
    """How much log(1 + engagement) still grows after an observation of a given age, per step of
    `AGE_STEPS`.

    Measured on posts observed more than once, against their last observation of at least 120 hours
    or `final`; the mean is shrunk to zero as if five more posts had not grown. Steps without such a
    pair are absent.
    """
    if metrics.empty:
        return {}
    frame = metrics.assign(
        value=np.log1p(metrics["engagement"].astype(float)),
        step=_steps(metrics["age_hours"], metrics["metrics_basis"]),
    )
    last = len(AGE_STEPS) - 2
    grown = (
        frame[frame["step"] == last].groupby(["network", "post_id"])["value"].last().rename("end")
    )
    pairs = frame[frame["step"] < last].join(grown, on=["network", "post_id"], how="inner")
    gains = (pairs["end"] - pairs["value"]).groupby(pairs["step"])
    return {int(str(step)): float(g.sum() / (len(g) + GROWTH_PRIOR)) for step, g in gains}


def grown(posts: pd.DataFrame, gains: dict[int, float]) -> pd.Series:
    """log(1 + engagement) of each post as it will be once it has stopped growing; null where
    nothing was observed.

    A post observed younger than 20 hours is null too when nothing is known about growth from that
    age.
    """
    engagement = pd.to_numeric(posts["engagement"], errors="coerce").astype(float)
    values = pd.Series(np.log1p(engagement), index=posts.index)
    steps: pd.Series = _steps(posts["age_hours"], posts["metrics_basis"])
    young = (steps < 3) & ~steps.isin(list(gains))
    return (values + steps.map(gains).fillna(0.0)).where(~young)


def usual_at(
    posts: pd.DataFrame,
    values: pd.Series,
    when: datetime,
    network: str | None = None,
    account: str | None = None,
) -> float:
    """The usual at an instant, over one network or the network most used, and of one of its accounts;
    NaN without a single value.
    """
    known = posts.assign(value=values)[values.notna()]
    if network is not None:
        known = known[known["network"] == network]
    elif not known.empty:
        known = known[known["network"] == known["network"].mode().iloc[0]]
    if known.empty:
        return float("nan")
    age = (pd.Timestamp(when) - known["created_at"]).dt.total_seconds() / 86400
    weights = np.maximum(0.5 ** (age.clip(lower=0) / HALF_LIFE_DAYS), 1e-12)
    usual = float(np.average(known["value"], weights=weights))
    if account is None:
        return usual
    own = weights[known["account"] == account]
    total = float(own @ known.loc[own.index, "value"]) + ACCOUNT_PRIOR * usual
    return total / (float(own.sum()) + ACCOUNT_PRIOR)


def usuals(posts: pd.DataFrame, values: pd.Series, when: datetime, of: pd.DataFrame) -> pd.Series:
    """What is usual at `when`, as `posts` show it, for the network and account of each row of `of`."""
    keys = list(of[[name for name in WHOSE if name in of]].itertuples(index=False, name=None))
    known = {key: usual_at(posts, values, when, *key) for key in dict.fromkeys(keys)}
    return pd.Series([known[key] for key in keys], index=of.index, dtype=float)


def lifts(posts: pd.DataFrame, values: pd.Series, when: datetime) -> pd.Series:
    """Log ratio of each post to what is usual for its account on its network at `when`; null where it
    is not measured.

    One usual for all times, not a running one: against a running usual, a community that learns
    what works would seem to stand still.
    """
    return values - usuals(posts, values, when, posts)


def relative(log_ratio: float) -> float:
    """A log ratio as a record says it: 0.25 is 25 % above the usual."""
    return float(np.expm1(log_ratio))


def _steps(age_hours: pd.Series, basis: pd.Series) -> pd.Series:
    ages = pd.to_numeric(age_hours, errors="coerce").fillna(np.inf).clip(lower=0.0)
    steps = pd.Series(np.searchsorted(AGE_STEPS[1:-1], ages, side="right"), index=age_hours.index)
    return steps.where(basis != "final", len(AGE_STEPS) - 2)
