"""Off-policy evaluation against simulated worlds whose truth is known."""

from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest

from tests.benchmarks.recommend_learning import habit
from transforms.reading import AIMED
from transforms.recommend.score import offpolicy
from transforms.recommend.score.offpolicy import Log
from transforms.simulate.bundled import random_world
from transforms.simulate.generate import HABITS
from transforms.simulate.world import POSTED, Message

COLUMNS = ["theme", "form", "tone", "slot"]
ROUNDS, PER_DAY = 300, 3


def world(seed: int, wrong_model: bool = False) -> tuple[Log, np.ndarray, float]:
    """A log of chosen posts, another policy, and what that policy truly brings."""
    rng = np.random.default_rng(seed)
    truth = rng.normal(0, 0.4, 6)
    logging = rng.dirichlet(np.full(6, 4.0))
    taken = rng.choice(6, ROUNDS, p=logging)
    reward = truth[taken] + rng.normal(0, 0.8, ROUNDS)
    foretold = np.tile(np.full(6, 1.0) if wrong_model else truth, (ROUNDS, 1))
    days = np.arange(ROUNDS) // PER_DAY
    target = np.tile(rng.dirichlet(np.full(6, 2.0)), (ROUNDS, 1))
    log = Log(reward, taken, logging[taken], foretold, days, np.full(ROUNDS, True))
    return log, target, float(target[0] @ truth)


@pytest.mark.parametrize("wrong_model", [False, True])
def test_the_interval_holds_the_truth_even_when_the_model_is_wrong(wrong_model):
    held, misses = 0, []
    for seed in range(60):
        log, target, truth = world(seed, wrong_model)
        found = offpolicy.value(log, target, seed)
        assert found.value is not None
        held += found.low <= truth <= found.high
        misses.append(found.value - truth)
    assert held >= 48
    assert abs(np.mean(misses)) < 0.05


def test_a_right_model_mends_wrong_propensities():
    misses = []
    for seed in range(60):
        log, target, truth = world(seed)
        found = offpolicy.value(replace(log, propensity=np.full(ROUNDS, 1 / 6)), target, seed)
        misses.append(found.value - truth)
    assert abs(np.mean(misses)) < 0.05


def test_effects_come_from_assigned_rounds_alone():
    log, target, _ = world(3)
    other = np.full(target.shape, 1 / 6)
    chosen = np.arange(ROUNDS) >= ROUNDS // 2
    spoilt = replace(log, assigned=~chosen, reward=np.where(chosen, 99.0, log.reward))
    clean = offpolicy.effect(replace(log, assigned=~chosen), target, other, 1)
    assert offpolicy.effect(spoilt, target, other, 1) == clean
    assert (clean.basis, clean.rounds) == ("assigned", ROUNDS // 2)
    assert offpolicy.value(replace(log, assigned=~chosen), target, 1).basis == "association"


def test_too_little_is_said_to_be_too_little():
    log, target, _ = world(5)
    short = Log(*(getattr(log, name)[:20] for name in Log.__dataclass_fields__))
    found = offpolicy.value(short, target[:20], 1)
    assert (found.value, found.low, found.high, found.basis) == (None, None, None, "too_few")
    rare = np.where(np.arange(6) == 0, 1.0, 0.0) * np.ones((ROUNDS, 1))
    never = replace(log, taken=np.maximum(log.taken, 1))
    assert offpolicy.value(never, rare, 1).basis == "too_few"


def test_what_if_you_had_followed_us_in_a_simulated_community():
    """A brand of habits; the other policy has the same habits but sends more of the best forms and
    slots.
    """
    held = 0
    for seed in range(12):
        scene = random_world(seed, days=ROUNDS // PER_DAY)
        arms = pd.DataFrame(
            list(product(scene.themes, POSTED, AIMED, HABITS["slot"])), columns=COLUMNS
        )
        messages = [Message(*row) for row in arms.itertuples(index=False)]
        place = {tuple(row): i for i, row in enumerate(arms.itertuples(index=False))}
        rng = np.random.default_rng(seed)
        day = [scene.date_of(i // PER_DAY) for i in range(ROUNDS)]
        sent = [habit(scene, rng) for _ in day]
        taken = np.array([place[m.theme, m.form, m.tone, m.slot] for m in sent])
        got = [
            scene.respond(m, d, ("test", i)) for i, (m, d) in enumerate(zip(sent, day, strict=True))
        ]
        reward = np.log1p([g.engagement for g in got])
        shares = offpolicy.habits(arms.iloc[taken], arms, COLUMNS)
        value = np.log([scene.lift(m, day[0]) for m in messages])
        good = np.exp(value)
        target = np.tile(shares * np.minimum(good, 3) / (shares @ np.minimum(good, 3)), (ROUNDS, 1))
        flat = np.full((ROUNDS, len(arms)), reward.mean())
        log = Log(
            reward, taken, shares[taken], flat, np.arange(ROUNDS) // PER_DAY, np.full(ROUNDS, False)
        )
        found = offpolicy.gain(log, target, seed)
        assert found.basis == "association"
        held += found.low <= (target[0] - shares) @ value <= found.high
    assert held >= 9
