"""What was planted can be measured: contagion, effects, crisis, needs, audiences, calming."""

import math
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from transforms.reading import AIMED, AUDIENCES, NEGATIVE, SLOTS
from transforms.simulate.bundled import bundled, random_world
from transforms.simulate.export import simulate_world
from transforms.simulate.world import (
    ANSWERS,
    POSTED,
    Message,
    all_messages,
    draw_taste,
    spoken_of,
)

DAY = random_world(1).start


def _member_replies(simulation) -> list[tuple[dict, dict]]:
    by_id = {t["post_id"]: t for t in simulation.truth}
    pairs = [(by_id[t["in_reply_to"]], t) for t in simulation.truth if t["in_reply_to"]]
    return [
        (p, r) for p, r in pairs if not p["is_brand"] and not r["is_brand"] and not r.get("helping")
    ]


def _excess_of_copying(simulation) -> tuple[float, int]:
    """How much likelier a reply feels what its parent feels than replies to other posts do,
    rescaled to 0..1.
    """
    pairs = [
        (p["dominant"], r["dominant"])
        for p, r in _member_replies(simulation)
        if p["dominant"] != "neutral"
    ]
    others = Counter(reply for _, reply in pairs)
    same = sum(p == r for p, r in pairs) / len(pairs)
    base = sum(others[p] / len(pairs) for p, _ in pairs) / len(pairs)
    return (same - base) / (1 - base), len(pairs)


@pytest.mark.parametrize("contagion", [0.0, 0.3, 0.6])
def test_planted_contagion_can_be_recovered_from_the_truth(contagion):
    world = replace(random_world(5), days=120, posts_per_day=30.0, contagion=contagion)
    excess, n = _excess_of_copying(simulate_world(world))
    assert n > 800
    assert excess == pytest.approx(contagion, abs=0.08)


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


def test_a_crisis_is_on_its_day_with_its_theme_and_its_feelings(simulation, world):
    crisis = world.crises[0]
    local = [
        t for t in simulation.truth
        if t["kind"] == "post" and crisis.day <= _date(t, world) < crisis.day + timedelta(days=1)
    ]  # fmt: skip
    usual = sum(t["kind"] == "post" for t in simulation.truth) / world.days
    assert len(local) > 2 * usual
    assert Counter(t["theme"] for t in local).most_common(1)[0][0] == crisis.theme
    feelings = Counter(t["dominant"] for t in local if t["crisis"])
    assert feelings.most_common(1)[0][0] == crisis.emotions[0]


def test_exactly_one_community_ends_in_a_crisis_and_the_others_end_quietly(simulations):
    loud = {}
    for name, world in bundled().items():
        days = Counter(_date(t, world) for t in simulations[name].truth if t["kind"] == "post")
        usual = np.median(list(days.values()))
        loud[name] = days[world.last_day] > 2 * usual
        if name != "aeria":
            assert days[world.last_day] <= usual + 2.5 * math.sqrt(usual)
    assert [name for name, is_loud in loud.items() if is_loud] == ["aeria"]
    recent = [
        w for w in bundled().values() if any(0 < (w.last_day - c.day).days < 14 for c in w.crises)
    ]
    assert [w.name for w in recent] == ["fibra"]


def test_needs_are_told_both_ways_and_rise_when_planted(simulation, world):
    posts = [t for t in simulation.truth if t["kind"] == "post"]
    assert {n.need for n in world.needs} == {t["need"] for t in posts if t["need"]}
    assert {True, False} == {t["need_explicit"] for t in posts if t["need"]}
    rising = next(n for n in world.needs if n.rises_on)
    calm = [t for t in posts if not t["crisis"]]
    before = np.mean([t["need"] == rising.need for t in calm if _date(t, world) < rising.rises_on])
    after = np.mean([t["need"] == rising.need for t in calm if _date(t, world) >= rising.rises_on])
    assert after > 1.5 * before


def test_unspoken_needs_are_not_said_as_wishes(simulation):
    implicit = [t for t in simulation.truth if t["need"] and not t["need_explicit"]]
    assert len(implicit) > 20
    assert all("suggestion" not in t["intents"] for t in implicit)


def test_audiences_behave_as_planted(simulations, name):
    posts = [t for t in simulations[name].truth if t["kind"] == "post" and not t["crisis"]]
    share = {
        a: np.mean([t["dominant"] in NEGATIVE for t in posts if t["audience"] == a])
        for a in ("advocates", "critics")
    }  # fmt: skip
    assert share["critics"] > share["advocates"] + 0.3
    asks = {
        a: np.mean(["question" in t["intents"] for t in posts if t["audience"] == a])
        for a in ("askers", "critics")
    }
    assert asks["askers"] > asks["critics"] + 0.2
    assert {t["audience"] for t in posts} == set(AUDIENCES)


def test_the_dormant_fall_silent_and_newcomers_come_late(simulations, name):
    world = bundled()[name]
    days: dict[str, list[int]] = defaultdict(list)
    as_newcomer: dict[str, list[int]] = defaultdict(list)
    for t in simulations[name].truth:
        day = (_date(t, world) - world.start).days
        days[t.get("audience")].append(day)
        if t.get("audience") == "newcomers":
            as_newcomer[t["author_id"]].append(day)
    assert max(days["dormant"]) < 60
    assert min(days["newcomers"]) >= 18
    assert max(max(seen) - min(seen) for seen in as_newcomer.values()) <= 29


def test_audiences_speak_of_what_they_have_a_taste_for():
    world = replace(random_world(13), days=200, posts_per_day=40.0, people=2_000, horizon=200)
    seen: Counter = Counter()
    for t in simulate_world(world).truth:
        if t["kind"] == "post":
            seen[t["audience"], t["theme"]] += 1
    planted, found = [], []
    for audience in (
        "advocates",
        "critics",
        "askers",
        "helpers",
        "dormant",
    ):  # newcomers turn into regulars
        weights = spoken_of(world.seed, world.themes, audience)
        total = sum(seen[audience, t] for t in world.themes)
        assert total > 200
        planted += [weights[t] / sum(weights.values()) for t in world.themes]
        found += [seen[audience, t] / total for t in world.themes]
    assert np.corrcoef(planted, found)[0, 1] > 0.95


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


def test_the_brand_answers_in_the_planted_time():
    world = replace(random_world(15), days=150, posts_per_day=30.0, answer_minutes=80.0)
    truth = {t["post_id"]: t for t in simulate_world(world).truth}
    waits = [
        _at(t) - _at(truth[t["in_reply_to"]]) for t in truth.values() if t["kind"] == "brand_answer"
    ]
    assert len(waits) > 800
    assert np.median([wait.total_seconds() / 60 for wait in waits]) == pytest.approx(80, rel=0.15)


def test_answers_calm_as_planted():
    world = replace(random_world(9), days=150, posts_per_day=40.0, answer_rate=0.9)
    calmed = defaultdict(list)
    for t in simulate_world(world).truth:
        if "calmed" in t:
            calmed[t["answer_kind"], t["before_feeling"]].append(t["calmed"])
    n = sum(map(len, calmed.values()))
    assert n > 500
    expected = sum(len(v) * world.calms(*k) for k, v in calmed.items())
    variance = sum(len(v) * world.calms(*k) * (1 - world.calms(*k)) for k, v in calmed.items())
    assert abs(sum(map(sum, calmed.values())) - expected) < 3.5 * math.sqrt(variance)
    by_kind = {
        kind: np.mean([x for k, v in calmed.items() if k[0] == kind for x in v]) for kind in ANSWERS
    }
    assert by_kind["solution"] > by_kind["template"] + 0.3


def test_days_are_poisson_when_nothing_happens():
    counts = []
    for seed in range(12):
        world = random_world(seed)
        days = Counter(
            _date(t, world)
            for t in simulate_world(replace(world, days=60)).truth
            if t["kind"] == "post"
        )
        counts += [(days[world.date_of(d)], world.volume(world.date_of(d))) for d in range(60)]
    observed, mean = np.array(counts).T
    z = (observed - mean) / np.sqrt(mean)
    assert abs(z.mean()) < 0.15
    assert 0.85 < z.std() < 1.15


def test_every_slot_holds_its_hours():
    assert sorted(h for hours in SLOTS.values() for h in hours) == list(range(24))


def _at(truth: dict) -> datetime:
    return datetime.fromisoformat(truth["created_at"])


def _date(truth: dict, world) -> date:
    return _at(truth).astimezone(ZoneInfo(world.timezone)).date()
