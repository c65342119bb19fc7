"""Planted days as the product reads them, without the marts: shares, what leads them, what a night
would see.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from scipy.stats import norm

from tests.truth.plan import Plan, told
from transforms.enrich import run as enrich
from transforms.enrich.read import read_texts
from transforms.reading import EMOTIONS
from transforms.simulate.bank_posts import bank_posts
from transforms.training.shares import corrected

ANGER = EMOTIONS.index("anger")
WATCHED = ("anger", "complaints", "tone", "posts")
STATED_RATE = 0.1
"""What signals state: on how many quiet nights something is shown; four fifths are the watched
series'.
"""
CHANCE = 0.8 * STATED_RATE


@dataclass(frozen=True)
class Read:
    """A bank as it is read: (n, 8) probabilities, (n,) sentiments and probabilities of a complaint,
    and what its labellers felt (n, 8).
    """

    probabilities: np.ndarray
    sentiment: np.ndarray
    complaint: np.ndarray
    felt: np.ndarray
    places: dict[str, int]


@lru_cache
def read_bank(language: str) -> Read:
    """Every post of the bank in one language, read once."""
    posts = bank_posts(language)
    found = list(read_texts({"text": post.text, "language": language} for post in posts))
    return Read(
        np.array([[one.emotions[emotion] for emotion in EMOTIONS] for one in found]),
        np.array([one.sentiment for one in found]),
        np.array([one.intents["complaint"] for one in found]),
        np.array([[emotion in post.emotions for emotion in EMOTIONS] for post in posts]),
        {post.id: place for place, post in enumerate(posts)},
    )


def shares(plan: Plan) -> pd.DataFrame:
    """One row per day and emotion: `truth`, `share` with `low` and `high` as in the marts, and
    `raw`, the count.
    """
    bank = read_bank(plan.language)
    rates = {
        row["emotion"]: row for row in enrich.corrections() if row["language"] == plan.language
    }
    bar = np.array([enrich.thresholds()[emotion] for emotion in EMOTIONS])
    rows: list[dict] = []
    days: list[np.ndarray] = []
    for day, posts in told(plan):
        which = [bank.places[post.id] for post in posts]
        read, felt = bank.probabilities[which], bank.felt[which]
        days.append(read)
        usual = np.concatenate(days[-56:])
        for place, emotion in enumerate(EMOTIONS):
            share, low, high = corrected(
                read[:, place].mean(),
                len(which),
                rates[emotion],
                usual[:, place].mean(),
                len(usual),
            )
            about = {"language": plan.language, "posts": plan.posts, "day": day, "emotion": emotion}
            rows.append(about | {
                "truth": felt[:, place].mean(), "share": float(share), "low": float(low), "high": float(high),
                "raw": float((read[:, place] >= bar[place]).mean()), "planted": plan.anger_of(day),
            })  # fmt: skip
    return pd.DataFrame(rows)


def summary(found: pd.DataFrame) -> pd.DataFrame:
    """Per language and size: days whose first emotion is right, how often one is named for sure and
    is right then, errors, and how often the interval holds the truth.
    """
    keys = ["language", "posts"]
    best = found.groupby([*keys, "day"])["truth"].transform("max")
    firsts = {
        name: found.loc[found.groupby([*keys, "day"])[column].idxmax()].assign(
            right=lambda f: f["truth"] >= best[f.index]
        )
        for name, column in (("first is right", "share"), ("raw first is right", "raw"))
    }
    second = found.sort_values("share").groupby([*keys, "day"])["share"].nth(-2)
    named = firsts["first is right"].copy()
    next_best = found.loc[second.index].set_index([*keys, "day"])["share"]
    named["named"] = (
        named["low"].to_numpy() > named.set_index([*keys, "day"]).index.map(next_best).to_numpy()
    )
    judged = found.assign(
        error=(found["share"] - found["truth"]).abs(), raw_error=(found["raw"] - found["truth"]).abs(),
        covered=found["truth"].between(found["low"], found["high"]), width=found["high"] - found["low"],
    ).groupby(keys)  # fmt: skip
    table = (
        judged[["error", "raw_error", "covered", "width"]]
        .mean()
        .assign(days=found.groupby(keys)["day"].nunique())
    )
    return table.assign(
        **{name: first.groupby(keys)["right"].mean() for name, first in firsts.items()},
        named=named.groupby(keys)["named"].mean(),
        right_when_named=named[named["named"]].groupby(keys)["right"].mean(),
    )


def power(
    language: str, posts: int, share: float, nights: int = 400, usual: float = 0.15
) -> dict[str, float]:
    """How often a night whose share of anger is `share` is told from usual ones: that night, or by
    the third of three such nights; `quiet` is how often the usual night before shows anything.

    As in int_series_expected and int_series_judged: the day's mean against that of 56 usual days,
    one-sided, anger, complaints, tone and posts (which stay as they are) together.
    """
    bank = read_bank(language)
    rng = np.random.default_rng([posts, int(share * 1000)])
    angry, others = np.flatnonzero(bank.felt[:, ANGER]), np.flatnonzero(~bank.felt[:, ANGER])
    odds = np.where(bank.felt[:, ANGER], usual / len(angry), (1 - usual) / len(others))
    said = np.empty((nights, 5, posts), int)
    for night in np.ndindex(nights, 5):
        many = rng.binomial(posts, share if night[1] >= 2 else usual)
        said[night] = [*rng.choice(angry, many), *rng.choice(others, posts - many)]
    worse = np.empty((len(WATCHED), nights, 5))
    read = (bank.probabilities[:, ANGER], bank.complaint, -bank.sentiment)
    for place, values in enumerate(read):
        level = odds @ values
        variance = max(odds @ (values - level) ** 2, 0.0025)
        spread = np.sqrt(variance * (1 / posts + 1.57 / (56 * posts)))
        worse[place] = (values[said].mean(axis=2) - level) / spread
    worse[-1] = rng.standard_normal((nights, 5))
    found = np.stack([_found(worse[:, :, : night + 1]) for night in range(1, 5)], axis=1)
    return {
        "quiet": found[:, 0].mean(),
        "that night": found[:, 1].mean(),
        "by the third": found[:, 1:].any(axis=1).mean(),
    }


def _found(worse: np.ndarray) -> np.ndarray:
    """(nights,) whether the last of the days of `worse` (series, nights, days), standard deviations
    to the worse, shows something: int_series_judged in numpy.
    """
    tonight = worse[:, :, -1]
    weights = np.array([0.36, 0.6, 1.0])[-worse.shape[2] :]
    run = (worse[:, :, -3:] * weights).sum(axis=2) / np.sqrt(1 + 0.6**2 + 0.36**2)
    alone = norm.sf(tonight) / 0.75
    together = np.where(tonight > 0.5, norm.sf(run) / 0.25, 1.0)
    p = np.sort(np.where(tonight > 0, np.minimum(alone, together), 1.0), axis=0)
    place = np.arange(1, len(p) + 1)[:, None]
    return np.asarray((p * len(p) / place <= CHANCE).any(axis=0))


def smallest_seen(language: str, posts: int) -> float:
    """The smallest share of anger, from 15 % on in steps of five points, that four nights in five
    would show.
    """
    steps = (share / 100 for share in range(20, 100, 5))
    return next((s for s in steps if power(language, posts, s, 200)["that night"] >= 0.8), 1.0)
