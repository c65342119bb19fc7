"""What happened after an advice: which post followed it, how it did at 24 hours, 7 days or finally,
who felt what.

A post follows an advice for certain when it carries its `advice_id`; otherwise by sharing the theme
and the form or the slot on the advised day, with a certainty below one. That CMs follow what they
believe in stays true either way.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from transforms.reading import EMOTIONS
from transforms.recommend.learn.slots import day_begins

CERTAINTY = {("form", "slot"): 0.9, ("form",): 0.6, ("slot",): 0.5}
HORIZONS = {"24h": (20.0, 24.0, 48.0), "7d": (120.0, 168.0, 240.0)}
"""Youngest age, aim and oldest age in hours of the observation that stands for the horizon."""
GIVE_UP_DAYS = 12
EXPLICIT_DAYS = 3


@dataclass(frozen=True)
class Match:
    """The post that followed an advice, and how sure that is."""

    advice_id: str
    network: str
    post_id: str
    basis: str
    certainty: float


def known_at(advice: pd.DataFrame, zone: ZoneInfo) -> pd.Series:
    """From when on each advice could be followed: when it was written; where an older ledger does
    not say, from the beginning of its day if it was live, and never if it was a backcast.
    """
    days = zip(advice["for_date"], advice["origin"], strict=True)
    starts = [day_begins(day, zone) if origin == "live" else pd.NaT for day, origin in days]
    begins: pd.Series = pd.to_datetime(pd.Series(starts, index=advice.index), utc=True)
    written = advice.get("written_at")
    return begins if written is None else pd.to_datetime(written, utc=True).fillna(begins)


def match(advice: pd.DataFrame, posts: pd.DataFrame) -> list[Match]:
    """At most one post per advice and one advice per post, the surest first; none that was sent
    before `known_at`.
    """
    pairs = [m for _, row in advice.iterrows() for m in _candidates(row, posts)]
    pairs.sort(key=lambda m: (-m.certainty, m.advice_id, m.network, m.post_id))
    taken: set[tuple[str, str]] = set()
    advised: set[str] = set()
    kept = []
    for pair in pairs:
        post = (pair.network, pair.post_id)
        if post in taken or pair.advice_id in advised:
            continue
        taken.add(post)
        advised.add(pair.advice_id)
        kept.append(pair)
    return kept


def observation(metrics: pd.DataFrame, found: Match, horizon: str) -> pd.Series | None:
    """The observation of a post that stands for a horizon; None when it was not read then."""
    mine = metrics[(metrics["network"] == found.network) & (metrics["post_id"] == found.post_id)]
    if horizon == "final":
        mine = mine[mine["metrics_basis"] == "final"]
        return None if mine.empty else mine.iloc[-1]
    young, aim, old = HORIZONS[horizon]
    mine = mine[(mine["metrics_basis"] != "final") & mine["age_hours"].between(young, old)]
    return (
        None if mine.empty else mine.iloc[int((mine["age_hours"] - aim).abs().to_numpy().argmin())]
    )


def horizons(metrics: pd.DataFrame) -> list[str]:
    """The horizons at which a community's posts are read: `final` alone when each was read once, at
    the end.
    """
    if metrics.empty or (metrics["metrics_basis"] == "final").all():
        return ["final"]
    return list(HORIZONS)


def settled(horizon: str, for_date: date, night: date) -> bool:
    """Whether nothing that could still be observed would change `not_measured`."""
    return night > for_date + timedelta(days=GIVE_UP_DAYS + (7 if horizon == "7d" else 0))


def reactions(replies: pd.DataFrame, found: Match) -> list[tuple[str, float]]:
    """The share of each emotion among the replies to a post; empty without replies."""
    mine = replies[(replies["network"] == found.network) & (replies["post_id"] == found.post_id)]
    return [] if mine.empty else [(e, float(mine[e].mean())) for e in EMOTIONS]


def _candidates(advice: pd.Series, posts: pd.DataFrame) -> list[Match]:
    day = advice["for_date"]
    if "known_at" in advice:
        posts = posts[pd.to_datetime(posts["created_at"], utc=True) >= advice["known_at"]]
    dates = pd.to_datetime(posts["created_date"]).dt.date
    named = posts[
        (posts["advice_id"] == advice["advice_id"])
        & (dates >= day)
        & (dates < day + timedelta(EXPLICIT_DAYS))
    ]
    if not named.empty:
        return [
            Match(advice["advice_id"], p.network, p.post_id, "advice_id", 1.0)
            for p in named.itertuples()
        ]
    alike = posts[
        (dates == day) & (posts["theme"] == advice["theme_id"]) & posts["advice_id"].isna()
    ]
    found = []
    for post in alike.itertuples():
        same = tuple(
            name
            for name, equal in (
                ("form", post.form == advice["format"]),
                ("slot", post.slot == advice["slot"]),
            )
            if equal
        )
        if same in CERTAINTY:
            found.append(
                Match(
                    advice["advice_id"],
                    str(post.network),
                    str(post.post_id),
                    "theme+" + "+".join(same),
                    CERTAINTY[same],
                )
            )
    return found


def not_followed(posts: pd.DataFrame, days: set[date], matches: list[Match]) -> np.ndarray:
    """Which posts were sent on an advised day without following an advice."""
    followed = {(m.network, m.post_id) for m in matches}
    keys = list(zip(posts["network"], posts["post_id"], strict=True))
    dates = pd.to_datetime(posts["created_date"]).dt.date
    return np.array(
        [d in days and k not in followed for d, k in zip(dates, keys, strict=True)], dtype=bool
    )
