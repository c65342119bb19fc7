"""Planted days as the product reads them, without the marts: shares and what leads them."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from tests.truth import leaders
from tests.truth.plan import Plan, told
from transforms.enrich import run as enrich
from transforms.enrich.read import read_texts
from transforms.reading import EMOTIONS
from transforms.simulate.bank_posts import bank_posts
from transforms.training.shares import corrected

ANGER = EMOTIONS.index("anger")


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
    """One row per day and emotion of a `seed`: `truth`, `share` with `low` and `high` as in the marts,
    and `raw`, the count.
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
            about = {
                "language": plan.language, "posts": plan.posts, "seed": plan.seed, "day": day, "emotion": emotion,
            }  # fmt: skip
            rows.append(about | {
                "truth": felt[:, place].mean(), "share": float(share), "low": float(low), "high": float(high),
                "raw": float((read[:, place] >= bar[place]).mean()), "planted": plan.anger_of(day),
            })  # fmt: skip
    return pd.DataFrame(rows)


def summary(found: pd.DataFrame) -> pd.DataFrame:
    """Per language and size: what comes first as `leaders` has it, errors, and how often the
    interval holds the truth.
    """
    keys = ["language", "posts"]
    judged = found.assign(
        error=(found["share"] - found["truth"]).abs(), raw_error=(found["raw"] - found["truth"]).abs(),
        covered=found["truth"].between(found["low"], found["high"]), width=found["high"] - found["low"],
    ).groupby(keys)  # fmt: skip
    firsts = leaders.summary(leaders.judged(found, [*keys, "seed", "day"]), keys)
    return judged[["error", "raw_error", "covered", "width"]].mean().join(firsts)
