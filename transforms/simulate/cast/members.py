"""Who is in a simulated community: audiences by behaviour, each person with a time to come and a
time to go.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from transforms.reading import AUDIENCES, Audience
from transforms.simulate.cast.roles import ROLES
from transforms.simulate.dice import generator
from transforms.simulate.world import World

FIRST = (
    "lena", "omar", "grace", "tomas", "ruth", "yuki", "priya", "dan", "marta", "sam", "ines", "paul", "chloe", "hugo",
    "jade", "leo", "emma", "noah", "zoe", "adam", "nora", "karim", "lucie", "marc", "anna", "jean", "sofia", "ben",
    "alice", "rami", "tess", "ivan", "clara", "luis", "mina", "theo", "eva", "gil", "rosa", "max",
)  # fmt: skip
LAST = (
    "m_k", "river", "lopez", "blue", "75", "north", "diaz", "petit", "fox", "moon", "stone", "lake", "42", "leroy",
    "hart", "bird", "snow", "west", "brun", "costa", "vega",
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    """One author: there from day `joins` up to but without day `leaves`."""

    author_id: str
    audience: Audience
    joins: int
    leaves: int
    activity: float
    followers: int

    def audience_on(self, day: int) -> Audience:
        """What this person is on `day`: newcomers are regulars after four weeks."""
        return (
            "regulars" if self.audience == "newcomers" and day >= self.joins + 28 else self.audience
        )


class Crowd:
    """The people of a world; who speaks is drawn from those who are there."""

    def __init__(self, people: tuple[Person, ...]) -> None:
        self.people = people
        self._joins = np.array([p.joins for p in people])
        self._leaves = np.array([p.leaves for p in people])
        self._activity = np.array([p.activity for p in people])
        self._audience = np.array([AUDIENCES.index(p.audience) for p in people])

    def speaker(
        self, day: int, uniform: float, stance: str = "", audience: Audience | None = None
    ) -> Person:
        """Somebody who is there on `day`: likely to reply to a `stance`, or of an `audience` if any
        of it is there.
        """
        sums = self._sums(day, stance, audience)
        if not sums[-1]:
            sums = self._sums(day, stance, None)
        return self.people[
            min(int(np.searchsorted(sums, uniform * sums[-1], side="right")), len(self.people) - 1)
        ]

    @lru_cache(maxsize=64)  # noqa: B019 - a crowd lives as long as its cached roster
    def _sums(self, day: int, stance: str, audience: Audience | None) -> np.ndarray:
        weights = self._activity * ((self._joins <= day) & (day < self._leaves))
        if stance:
            drawn = np.array([ROLES[one].answers.get(stance, 1.0) for one in AUDIENCES])
            weights = weights * drawn[self._audience]
        if audience:
            weights = weights * (self._audience == AUDIENCES.index(audience))
        return np.cumsum(weights)


def crowd(world: World) -> Crowd:
    """The crowd of a world; worlds that differ only in length or crises have the same people."""
    return _crowd(world.name, world.seed, world.people, world.horizon)


@lru_cache(maxsize=64)
def _crowd(name: str, seed: int, size: int, horizon: int) -> Crowd:
    rng = generator(seed, "people", name)
    audiences = rng.choice(len(AUDIENCES), size, p=np.array([ROLES[a].share for a in AUDIENCES]))
    activity = rng.lognormal(0, 0.7, size)
    followers = rng.lognormal(4.6, 1.3, size).astype(int)
    moments = rng.random((size, 2))
    people = []
    for i in range(size):
        audience = AUDIENCES[audiences[i]]
        joins, leaves = 0, 10**6
        if audience == "newcomers":
            joins = int(horizon * (0.2 + 0.8 * moments[i, 0]))
        if audience == "dormant":
            leaves = int(horizon * (0.2 + 0.35 * moments[i, 0]))
        name_ = f"{FIRST[int(moments[i, 1] * len(FIRST))]}_{LAST[i % len(LAST)]}{i}"
        people.append(
            Person(
                name_,
                audience,
                joins,
                leaves,
                float(activity[i]) * ROLES[audience].activity,
                int(followers[i]),
            )
        )
    return Crowd(tuple(people))
