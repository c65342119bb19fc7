"""Who a theme speaks to: the audience that is over-represented among those who raise it or answer
to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from transforms.reading import AUDIENCES
from transforms.recommend.learn.history import History

DEFAULT = "regulars"
"""Whom a post is for when no post says whom its theme moves."""
WORTH = 10.0
"""Posts of the community's own mix that are added to each theme, so that one post makes no audience."""


def affinities(history: History) -> pd.DataFrame:
    """One row per theme and audience: `posts` behind it and `affinity`, how many times its usual
    share of the posts.

    Counts member posts on the theme and member replies to the brand's posts on it. Empty when no
    post has an audience.
    """
    spoken = history.members[["theme", "audience", "posts"]]
    answered = history.replies[["theme", "audience"]].assign(posts=1)
    counts = pd.concat([spoken, answered]).dropna(subset=["audience"])
    counts = counts[(counts["theme"] != "") & (counts["audience"] != "")]
    if counts.empty:
        return pd.DataFrame(columns=["theme", "audience", "posts", "affinity"])
    table: pd.DataFrame = counts.pivot_table(
        index="theme", columns="audience", values="posts", aggfunc="sum", fill_value=0.0
    )
    usual = table.sum() / table.to_numpy().sum()
    shares = (table + WORTH * usual).div(table.sum(axis=1) + WORTH, axis=0)
    long = table.reset_index().melt(id_vars="theme", var_name="audience", value_name="posts")
    other = (
        (shares / usual)
        .reset_index()
        .melt(id_vars="theme", var_name="audience", value_name="affinity")
    )
    return long.merge(other, on=["theme", "audience"])


@dataclass(frozen=True)
class Receivers:
    """The audience to speak to on a theme, how many times its usual share of the posts it writes
    there, of how many.
    """

    audience: str
    affinity: float
    posts: int


def best(affinity: pd.DataFrame, theme: str, allowed: Sequence[str] = AUDIENCES) -> Receivers:
    """Whom a theme moves most among those who may be spoken to of it; regulars when nothing is
    known.
    """
    mine = affinity[
        (affinity["theme"] == theme)
        & (affinity["posts"] > 0)
        & affinity["audience"].isin(list(allowed))
    ]
    if mine.empty:
        return Receivers(DEFAULT, 1.0, 0)
    top = mine.sort_values(["affinity", "posts", "audience"], ascending=[False, False, True]).iloc[
        0
    ]
    return Receivers(str(top["audience"]), float(top["affinity"]), int(top["posts"]))
