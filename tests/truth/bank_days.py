"""Planted days as the product reads them, without the marts: shares, what leads them, what a night
would see.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from tests.truth.plan import Plan, told
from transforms.enrich import run as enrich
from transforms.enrich.read import read_texts
from transforms.reading import EMOTIONS
from transforms.simulate.bank_posts import bank_posts
from transforms.training.shares import corrected

ANGER = EMOTIONS.index("anger")
WATCHED_ALARM = 0.01
"""One-sided: what a quiet night may show of each of the three series that signals look for first."""
Z_OF_ALARM = 2.3263


@dataclass(frozen=True)
class Read:
    """A bank as it is read: (n, 8) probabilities and (n,) sentiments, and what its labellers felt
    (n, 8).
    """

    probabilities: np.ndarray
    sentiment: np.ndarray
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
    rows = []
    for day, posts in told(plan):
        which = [bank.places[post.id] for post in posts]
        read, felt = bank.probabilities[which], bank.felt[which]
        for place, emotion in enumerate(EMOTIONS):
            share, low, high = corrected(read[:, place].mean(), len(which), rates[emotion])
            about = {"language": plan.language, "posts": plan.posts, "day": day, "emotion": emotion}
            rows.append(about | {
                "truth": felt[:, place].mean(), "share": float(share), "low": float(low), "high": float(high),
                "raw": float((read[:, place] >= bar[place]).mean()), "planted": plan.anger_of(day),
            })  # fmt: skip
    return pd.DataFrame(rows)


def summary(found: pd.DataFrame) -> pd.DataFrame:
    """Per language and size: days whose first emotion is right, errors, and how often the interval
    holds the truth.
    """
    keys = ["language", "posts"]
    best = found.groupby([*keys, "day"])["truth"].transform("max")
    firsts = {
        name: found.loc[found.groupby([*keys, "day"])[column].idxmax()].assign(
            right=lambda f: f["truth"] >= best[f.index]
        )
        for name, column in (("first is right", "share"), ("raw first is right", "raw"))
    }
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
        **{name: first.groupby(keys)["right"].mean() for name, first in firsts.items()}
    )


def power(
    language: str, posts: int, share: float, nights: int = 400, usual: float = 0.15
) -> dict[str, float]:
    """How often a night whose share of anger is `share` is told from usual ones: by anger, by the
    tone, by either.

    As in int_series_expected: the day's mean against that of 56 usual days, one-sided, at
    `WATCHED_ALARM` each.
    """
    bank = read_bank(language)
    rng = np.random.default_rng([posts, int(share * 1000)])
    angry, others = np.flatnonzero(bank.felt[:, ANGER]), np.flatnonzero(~bank.felt[:, ANGER])

    def mean_of(values: np.ndarray, of: float, days: int) -> np.ndarray:
        many = rng.binomial(posts, of, days)
        said = [np.concatenate([rng.choice(angry, k), rng.choice(others, posts - k)]) for k in many]
        return np.array([values[day].mean() for day in said])

    odds = np.where(bank.felt[:, ANGER], usual / len(angry), (1 - usual) / len(others))
    seen = {}
    for name, values in (("anger", bank.probabilities[:, ANGER]), ("tone", -bank.sentiment)):
        level = odds @ values
        spread = np.sqrt(
            max(odds @ (values - level) ** 2, 0.0025) * (1 / posts + 1.57 / (56 * posts))
        )
        state = rng.bit_generator.state
        seen[name] = (mean_of(values, share, nights) - level) / spread > Z_OF_ALARM
        rng.bit_generator.state = state
    return {
        "anger": seen["anger"].mean(),
        "tone": seen["tone"].mean(),
        "either": (seen["anger"] | seen["tone"]).mean(),
    }


def smallest_seen(language: str, posts: int) -> float:
    """The smallest share of anger, from 15 % on in steps of five points, that four nights in five
    would show.
    """
    steps = (share / 100 for share in range(20, 100, 5))
    return next(
        (share for share in steps if power(language, posts, share, 200)["either"] >= 0.8), 1.0
    )
