"""The outcome rows of one community that became knowable by the end of a night."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd

from transforms.ground.clock import end_of
from transforms.recommend.learn import baseline
from transforms.recommend.learn.history import History, Warehouse
from transforms.recommend.ledger import share
from transforms.recommend.score import outcomes, what_if
from transforms.recommend.score.offpolicy import Estimate
from transforms.recommend.score.outcomes import Match
from transforms.seeds import seed_of


@dataclass(frozen=True)
class Scores:
    """New rows for `ledger/outcomes`, the posts of live days that followed none, and what following
    would bring.
    """

    rows: list[dict]
    others: pd.DataFrame
    """`day` and `log_lift`."""
    what_if: Estimate | None = None


def score(
    warehouse: Warehouse, history: History, advice: pd.DataFrame, done: set[tuple[str, str]]
) -> Scores:
    """Outcomes of `advice` (the ledger up to the night) that are not among `done` (advice,
    horizon).
    """
    if advice.empty:
        return Scores([], pd.DataFrame({"day": [], "log_lift": []}))
    night, cutoff = history.night, history.cutoff
    metrics = warehouse.metrics(history.community_id, cutoff)
    gains = baseline.growth(metrics)
    known = advice.assign(known_at=outcomes.known_at(advice, history.zone))
    matches = [
        m
        for _, day in known.groupby("for_date", sort=True)
        for m in outcomes.match(day, history.posts)
    ]
    usuals = _Usuals(warehouse, history, gains)
    by_advice = {m.advice_id: m for m in matches}
    rows = []
    for horizon in outcomes.horizons(metrics):
        for one in advice.itertuples():
            if (one.advice_id, horizon) in done or (one.advice_id, "none") in done:
                continue
            rows += _row(
                one,
                by_advice.get(str(one.advice_id)),
                horizon,
                metrics,
                gains,
                usuals,
                history,
                night,
            )
    unique = list({(r["advice_id"], r["horizon"]): r for r in rows}.values())
    values = baseline.grown(history.posts, gains)
    seed = seed_of(history.community_id, night, "what if")
    followed = what_if.gain(advice, history.posts, values, usuals.at, matches, seed)
    return Scores(unique, _others(history, advice, matches, gains, usuals), followed)


def _row(  # type: ignore[no-untyped-def]
    one, found: Match | None, horizon: str, metrics: pd.DataFrame, gains: dict[int, float], usuals: "_Usuals",
    history: History, night: date,
) -> list[dict]:  # fmt: skip
    about = {
        "community_id": one.community_id, "industry": one.industry, "advice_id": one.advice_id,
        "for_date": one.for_date, "scored_on": night, "origin": one.origin,
    }  # fmt: skip
    if found is None:
        gone = night >= one.for_date + timedelta(days=outcomes.EXPLICIT_DAYS)
        return [about | {"horizon": "none", "status": "not_followed"}] if gone else []
    about |= {
        "horizon": horizon, "network": found.network, "post_id": found.post_id, "match_basis": found.basis,
        "match_certainty": found.certainty,
    }  # fmt: skip
    seen = outcomes.observation(metrics, found, horizon)
    base = usuals.at(one.for_date, found.network, usuals.account_of(found))
    if seen is None or np.isnan(base):
        settled = outcomes.settled(horizon, one.for_date, night)
        return [about | {"status": "not_measured"}] if settled else []
    value = baseline.grown(pd.DataFrame([seen]), gains).iloc[0]
    if np.isnan(value):
        return []
    lift = baseline.relative(value - base)
    inside = (
        None
        if pd.isna(one.engagement_low)
        else bool(one.engagement_low <= lift <= one.engagement_high)
    )
    felt = [
        {"emotion": e, "share": share(s)} for e, s in outcomes.reactions(history.replies, found)
    ]
    return [
        about
        | {
            "status": "followed",
            "engagement_lift": lift,
            "inside_interval": inside,
            "reactions": felt,
        }
    ]


def _others(
    history: History,
    advice: pd.DataFrame,
    matches: list[Match],
    gains: dict[int, float],
    usuals: "_Usuals",
) -> pd.DataFrame:
    days = set(advice.loc[advice["origin"] == "live", "for_date"])
    free = history.posts[outcomes.not_followed(history.posts, days, matches)]
    values = baseline.grown(free, gains)
    rows = [
        {"day": day, "log_lift": value - usuals.at(day, network, account)}
        for day, network, account, value in zip(
            pd.to_datetime(free["created_date"]).dt.date,
            free["network"],
            free["account"],
            values,
            strict=True,
        )
    ]
    return pd.DataFrame(rows, columns=["day", "log_lift"]).dropna()


class _Usuals:
    """The usual that the advice for a day was measured against: known by the end of the day before."""

    def __init__(self, warehouse: Warehouse, history: History, gains: dict[int, float]) -> None:
        self._warehouse, self._history, self._gains = warehouse, history, gains
        self._known: dict[tuple[date, str, str], float] = {}
        self._posts: dict[date, tuple[pd.DataFrame, datetime]] = {}

    def account_of(self, found: Match) -> str:
        posts = self._history.posts
        mine = (posts["network"] == found.network) & (posts["post_id"] == found.post_id)
        return str(posts.loc[mine, "account"].iloc[0])

    def at(self, day: date, network: str, account: str) -> float:
        key = (day, network, account)
        if key not in self._known:
            if day not in self._posts:
                cutoff = end_of(day - timedelta(days=1), self._history.zone)
                self._posts[day] = (
                    self._warehouse.posts(self._history.community_id, cutoff),
                    cutoff,
                )
            posts, cutoff = self._posts[day]
            values = baseline.grown(posts, self._gains)
            self._known[key] = baseline.usual_at(posts, values, cutoff, network, account)
        return self._known[key]
