"""How the advice has done so far: how often its intervals held, and what following it brought
against not following.

Only advice written before its day counts. Following is the manager's choice, so the difference is
an association.
"""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from transforms.recommend.score.offpolicy import Estimate

ENOUGH = 5
RESAMPLES = 1000
HORIZON_ORDER = ["7d", "final", "24h"]


@dataclass(frozen=True)
class Record:
    """One community's record up to a night; `effect` is relative: 0.1 is 10 % more engagement."""

    scored: int
    covered: int
    followed: int
    not_followed: int
    effect: float | None
    effect_low: float | None
    effect_high: float | None
    basis: str
    """`no_live_advice`, `too_few` or `association`."""
    what_if: float | None = None
    what_if_low: float | None = None
    what_if_high: float | None = None
    what_if_posts: int = 0
    what_if_basis: str = "too_few"
    """What following would have brought beyond what was sent on the days of the last weeks' live advice, relative;
    `too_few`, `association`, or `assigned` when chance alone chose what was sent."""


def summarise(
    outcomes: pd.DataFrame, others: pd.DataFrame, seed: int, followed: Estimate | None = None
) -> Record:
    """The record from the outcome rows so far and the other posts of the same days (`day`,
    `log_lift`).

    `followed` is the doubly robust log gain of following the advice.
    """
    record = _followed_against_not(outcomes, others, seed)
    if followed is None:
        return record
    ends = [
        None if v is None else float(np.expm1(v))
        for v in (followed.value, followed.low, followed.high)
    ]
    return replace(
        record, what_if=ends[0], what_if_low=ends[1], what_if_high=ends[2], what_if_posts=followed.rounds,
        what_if_basis=followed.basis,
    )  # fmt: skip


def _followed_against_not(outcomes: pd.DataFrame, others: pd.DataFrame, seed: int) -> Record:
    live = outcomes[outcomes["origin"] == "live"]
    if live.empty:
        return Record(0, 0, 0, 0, None, None, None, "no_live_advice")
    followed = live[live["status"] == "followed"]
    order = followed["horizon"].map({h: i for i, h in enumerate(HORIZON_ORDER)})
    one = (
        followed.assign(order=order)
        .sort_values(["order", "advice_id"])
        .drop_duplicates("advice_id")
    )
    scored = one[one["inside_interval"].notna()]
    missed = live.loc[live["status"] == "not_followed", "advice_id"].nunique()
    known = one.dropna(subset=["engagement_lift"])
    mine = pd.DataFrame(
        {"day": known["for_date"], "log_lift": np.log1p(known["engagement_lift"].astype(float))}
    )
    counts = (len(scored), int(scored["inside_interval"].astype(bool).sum()), len(one), int(missed))
    if len(mine) < ENOUGH or len(others) < ENOUGH:
        return Record(*counts, None, None, None, "too_few")
    effect, low, high = difference(mine, others, seed)
    return Record(
        *counts, float(np.expm1(effect)), float(np.expm1(low)), float(np.expm1(high)), "association"
    )


def difference(mine: pd.DataFrame, others: pd.DataFrame, seed: int) -> tuple[float, float, float]:
    """Mean log lift of `mine` minus that of `others`, with a 90 % interval from resampling whole
    days.
    """
    both = pd.concat([mine.assign(mine=1.0), others.assign(mine=0.0)])
    by_day = both.assign(
        n1=both["mine"],
        s1=both["mine"] * both["log_lift"],
        n0=1 - both["mine"],
        s0=(1 - both["mine"]) * both["log_lift"],
    )
    sums = by_day.groupby("day")[["n1", "s1", "n0", "s0"]].sum().to_numpy()
    rng = np.random.default_rng(seed)
    picks = rng.integers(0, len(sums), (RESAMPLES, len(sums)))
    totals = sums[picks].sum(axis=1)
    totals = totals[(totals[:, 0] > 0) & (totals[:, 2] > 0)]
    resampled = totals[:, 1] / totals[:, 0] - totals[:, 3] / totals[:, 2]
    low, high = np.quantile(resampled, [0.05, 0.95])
    return float(mine["log_lift"].mean() - others["log_lift"].mean()), float(low), float(high)


def row(community: str, industry: str, night: date, record: Record) -> dict:
    """The record as the ledger stores it."""
    return {"community_id": community, "industry": industry, "as_of_date": night} | record.__dict__
