"""Which emotions the replies to a post will carry, as shares with 90 % intervals.

Shares are pooled: a theme's replies are weighed against all replies to the community, as a beta-binomial whose
concentration says how much posts differ (method of moments; Kleinman 1973). The interval is for the share among as
many replies as a post usually gets, so few replies give a wide one.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from transforms.reading import EMOTIONS
from transforms.recommend.history import History

DEFAULT_CONCENTRATION = 8.0
THEME_WORTH = 20.0
"""The replies that the community's mean counts for when a theme and form speak for themselves."""


@dataclass(frozen=True)
class Reactions:
    """Foreseen shares: one row per emotion with share, low and high; `basis` is replies, members or none."""

    shares: pd.DataFrame
    basis: str
    replies: int

    @property
    def likeliest_negative(self) -> str | None:
        """The negative emotion with the largest foreseen share; none when nothing is foreseen."""
        negative = self.shares[self.shares["emotion"].isin(["fear", "sadness", "disgust", "anger"])]
        return None if negative.empty else str(negative.sort_values("share", ascending=False)["emotion"].iloc[0])


def foresee(history: History, theme: str, form: str) -> Reactions:
    """The reactions to a post on `theme` in `form`: from replies if there are any, else from what members say on it."""
    if not history.replies.empty:
        return from_replies(history.replies, theme, form)
    members = history.members[history.members["theme"] == theme]
    if members["posts"].sum() >= 1:
        return _from_members(members)
    return Reactions(pd.DataFrame(columns=["emotion", "share", "low", "high"]), "none", 0)


def from_replies(replies: pd.DataFrame, theme: str, form: str) -> Reactions:
    """`foresee` from replies alone: REPLY_COLUMNS, at least one row."""
    per_post = replies.groupby(["network", "post_id"])[list(EMOTIONS)].agg("sum")
    sizes = replies.groupby(["network", "post_id"]).size().to_numpy(float)
    usual_size = max(1, round(float(np.median(sizes))))
    near = replies[(replies["theme"] == theme) & (replies["form"] == form)]
    nearby = replies[replies["theme"] == theme]
    rows = []
    for emotion in EMOTIONS:
        base = _pooled(replies[emotion], 0.1, 2.0)
        middle = _pooled(nearby[emotion], base, THEME_WORTH)
        mean = float(np.clip(_pooled(near[emotion], middle, THEME_WORTH), 1e-4, 1 - 1e-4))
        weight = concentration(per_post[emotion].to_numpy(float), sizes)
        low, high = interval(mean, weight, usual_size)
        rows.append({"emotion": emotion, "share": mean, "low": low, "high": high})
    return Reactions(pd.DataFrame(rows), "replies", len(replies))


def concentration(counts: np.ndarray, sizes: np.ndarray) -> float:
    """How alike posts are: large when every post's share is the community's, small when posts differ a lot."""
    many = sizes >= 2
    if many.sum() < 5 or counts.sum() == 0:
        return DEFAULT_CONCENTRATION
    counts, sizes = counts[many], sizes[many]
    p = counts.sum() / sizes.sum()
    if p in (0.0, 1.0):
        return DEFAULT_CONCENTRATION
    between = float(np.mean((counts - sizes * p) ** 2 / (sizes * p * (1 - p)) - 1)) / float(np.mean(sizes - 1))
    rho = float(np.clip((between * len(counts) + 5 / (DEFAULT_CONCENTRATION + 1)) / (len(counts) + 5), 0.01, 0.9))
    return 1 / rho - 1


def interval(mean: float, weight: float, size: int) -> tuple[float, float]:
    """The central 90 % of a share among `size` replies; it always holds the mean, which few replies cannot equal."""
    spread = stats.betabinom(size, mean * weight, (1 - mean) * weight)
    return min(mean, float(spread.ppf(0.05)) / size), max(mean, float(spread.ppf(0.95)) / size)


def _pooled(values: pd.Series, centre: float, worth: float) -> float:
    return (float(values.sum()) + worth * centre) / (len(values) + worth)


def _from_members(members: pd.DataFrame) -> Reactions:
    posts = float(members["posts"].sum())
    rows = []
    for emotion in EMOTIONS:
        mean = (float((members["posts"] * members[emotion]).sum()) + 0.2) / (posts + 2)
        weight = min(DEFAULT_CONCENTRATION, posts + 1) / 2
        low, high = stats.beta(mean * weight, (1 - mean) * weight).ppf([0.05, 0.95])
        rows.append({"emotion": emotion, "share": mean, "low": float(low), "high": float(high)})
    return Reactions(pd.DataFrame(rows), "members", int(posts))
