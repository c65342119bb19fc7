"""The causes of a world: what moves whom, and what a message would bring."""

import math
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from transforms.reading import AIMED, AUDIENCES, SLOTS
from transforms.simulate.bundled import random_world
from transforms.simulate.world import POSTED, Message, all_messages, draw_taste

DAY = random_world(1).start


def test_brand_engagement_follows_the_response_function():
    world = random_world(7, noise=0.4)
    rng = np.random.default_rng(3)
    messages = [
        all_messages(world.themes)[i]
        for i in rng.integers(0, len(all_messages(world.themes)), 1_500)
    ]
    ratios = [
        world.respond(m, DAY + timedelta(days=i % 28), i).engagement
        / world.expected(m, DAY + timedelta(days=i % 28))
        for i, m in enumerate(messages)
    ]
    assert np.mean(ratios) == pytest.approx(1.0, abs=3 * np.std(ratios) / math.sqrt(len(ratios)))


def test_planted_form_effects_can_be_recovered_from_posts():
    world = random_world(11, noise=0.4, base_engagement=200.0)
    rng = np.random.default_rng(4)
    messages = [
        all_messages(world.themes)[i]
        for i in rng.integers(0, len(all_messages(world.themes)), 3_000)
    ]
    logs = defaultdict(list)
    for i, message in enumerate(messages):
        logs[message.form].append(math.log1p(world.respond(message, DAY, i).engagement))
    seen = np.array([np.mean(logs[form]) for form in POSTED])
    planted = np.array([draw_taste(world.seed, world.themes).form[form] for form in POSTED])
    assert np.corrcoef(seen, planted)[0, 1] > 0.85


def test_a_message_meets_the_same_luck_under_the_same_key():
    world = random_world(2)
    best, worst = world.best(DAY), min(all_messages(world.themes), key=lambda m: world.lift(m, DAY))
    pairs = [(world.respond(best, DAY, i), world.respond(worst, DAY, i)) for i in range(200)]
    assert world.respond(best, DAY, 3) == world.respond(best, DAY, 3)
    logs = np.log1p([[a.engagement, b.engagement] for a, b in pairs])
    assert np.corrcoef(logs.T)[0, 1] > 0.5
    assert np.mean(logs[:, 0] > logs[:, 1]) > 0.95


def test_the_oracle_has_no_regret_and_everything_else_some():
    world = random_world(3)
    assert world.regret(world.best(DAY), DAY) == 0
    assert all(world.regret(m, DAY) >= 0 for m in all_messages(world.themes)[::97])


def test_taste_changes_on_its_day_and_only_then():
    day = DAY + timedelta(days=42)
    world = random_world(4, taste_change_day=day)
    assert world.taste(day - timedelta(days=1)) == random_world(4).taste(day)
    assert world.taste(day) != world.taste(day - timedelta(days=1))
    before = world.best(DAY)
    assert world.regret(before, day) > 0.3


def test_the_misspecified_world_is_not_log_additive():
    def interaction(world) -> float:
        """How far the tone's effect on log lift depends on the theme, for one audience."""
        taste = world.taste(DAY)
        ranked = sorted(world.themes, key=taste.theme.__getitem__)
        low, high = ranked[0], ranked[-1]
        tones = sorted(AIMED, key=taste.tone.__getitem__)
        lifts = {
            (t, o): math.log(world.lift_for(Message(t, "text", o, "06:00-11:00"), "regulars", DAY))
            for t in (low, high)
            for o in (tones[0], tones[-1])
        }
        return abs(
            lifts[high, tones[-1]]
            - lifts[high, tones[0]]
            - lifts[low, tones[-1]]
            + lifts[low, tones[0]]
        )

    assert interaction(random_world(6)) == pytest.approx(0, abs=1e-9)
    assert interaction(random_world(6, response="weakest_link")) > 0.2


@pytest.mark.parametrize("response", ["multiplicative", "weakest_link"])
def test_lifts_are_positive_and_spread_out(response):
    world = random_world(8, response=response)
    lifts = [world.lift(m, DAY) for m in all_messages(world.themes)[::53]]
    assert min(lifts) > 0
    assert max(lifts) / np.median(lifts) > 1.4


def test_reactions_are_shares_that_lean_to_the_tone(world):
    for tone in AIMED:
        shares = world.reactions(Message(world.themes[0], "text", tone, "06:00-11:00"), world.start)
        assert sum(shares.values()) == pytest.approx(1)
        others = [
            world.reactions(Message(world.themes[0], "text", o, "06:00-11:00"), world.start)[tone]
            for o in AIMED
            if o != tone
        ]
        assert shares[tone] > max(others)


def test_the_audience_that_a_message_speaks_to_reacts_most_to_it():
    world = random_world(14)
    plain = Message(world.themes[0], "text", "trust", "06:00-11:00")
    for audience in AUDIENCES:
        addressed = replace(plain, audience=audience)
        assert world.readers(addressed, DAY)[audience] > world.readers(plain, DAY)[audience]
        wrote = Counter(
            who for i in range(300) for who, _ in world.respond(addressed, DAY, i).reactions
        )
        assert wrote[audience] / wrote.total() == pytest.approx(
            world.readers(addressed, DAY)[audience], abs=0.05
        )


def test_every_slot_holds_its_hours():
    assert sorted(h for hours in SLOTS.values() for h in hours) == list(range(24))
