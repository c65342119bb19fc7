"""Communities whose shares are planted day by day, written from the bank of posts: the truth, and
the file.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from transforms.reading import EMOTIONS
from transforms.simulate.bank_posts import BankPost, bank_posts

START = date(2025, 3, 3)
USUAL_ANGER = 0.15
CRISES = {0.30: "doubled", 0.60: "crisis", 0.90: "storm"}
"""How many of a planted day's posts are angry, and what that is called here."""


@dataclass(frozen=True)
class Plan:
    """A community of `posts` a day; every `crisis_every`th day after `calm_days` has a planted
    share of anger.
    """

    language: str
    posts: int
    days: int = 60
    calm_days: int = 35
    crisis_every: int = 5
    seed: int = 5

    @property
    def name(self) -> str:
        return f"{self.language}_{self.posts}"

    def anger_of(self, day: int) -> float:
        """The share of angry posts that is planted on a day, from 0."""
        if day < self.calm_days or (day - self.calm_days) % self.crisis_every:
            return USUAL_ANGER
        planted = list(CRISES)
        return planted[(day - self.calm_days) // self.crisis_every % len(planted)]


def told(plan: Plan) -> Iterator[tuple[int, list[BankPost]]]:
    """Day by day, what is said: anger as often as planted; of the others each emotion as the week's
    mood has it.
    """
    bank = bank_posts(plan.language)
    angry = [post for post in bank if "anger" in post.emotions]
    others = [post for post in bank if "anger" not in post.emotions]
    for day in range(plan.days):
        rng = np.random.default_rng([plan.seed, plan.posts, ord(plan.language[0]), day])
        mood = np.random.default_rng([plan.seed, plan.posts, day // 7]).gamma(
            2.0, 0.5, len(EMOTIONS)
        )
        count = int(rng.poisson(plan.posts))
        many = int(rng.binomial(count, plan.anger_of(day)))
        weight = np.array([_loud(post, mood) for post in others])
        said = (
            [*rng.choice(len(angry), many)],
            [*rng.choice(len(others), count - many, p=weight / weight.sum())],
        )
        yield day, [angry[i] for i in said[0]] + [others[i] for i in said[1]]


def _loud(post: BankPost, mood: np.ndarray) -> float:
    if not post.emotions:
        return 1.0
    return float(np.mean([mood[EMOTIONS.index(emotion)] for emotion in post.emotions]))


def write(plan: Plan, path: Path) -> pd.DataFrame:
    """Write the export file; returns the truth: one row per day and emotion, its share of the day's
    posts.
    """
    rows = []
    with path.open("w", encoding="utf-8") as file:
        for day, posts in told(plan):
            for number, post in enumerate(posts):
                file.write(json.dumps(_row(plan, day, number, post), ensure_ascii=False) + "\n")
            for emotion in EMOTIONS:
                share = sum(emotion in post.emotions for post in posts) / max(len(posts), 1)
                about = {
                    "date": START + timedelta(days=day),
                    "emotion": emotion,
                    "planted": plan.anger_of(day),
                }
                rows.append(about | {"truth": share, "posts": len(posts)})
    return pd.DataFrame(rows)


def _row(plan: Plan, day: int, number: int, post: BankPost) -> dict:
    second = 8 * 3600 + (number * 977) % (14 * 3600)
    at = datetime(START.year, START.month, START.day, tzinfo=UTC) + timedelta(
        days=day, seconds=second
    )
    return {
        "post_id": f"{day}-{number}", "network": "x", "account": plan.name, "text": post.text,
        "author_id": f"a{(number * 31 + day * 7) % (4 * plan.posts)}", "created_at": at.isoformat(),
        "language": plan.language,
    }  # fmt: skip
