"""What happens in a world: a plan replaces what the brand posts and nothing else, and what was
planted can be measured.
"""

import math
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from transforms.config.settings import settings
from transforms.reading import AUDIENCES, NEGATIVE
from transforms.simulate.bundled import bundled, random_world
from transforms.simulate.export import simulate_world
from transforms.simulate.generate import Planned, happened
from transforms.simulate.world import ANSWERS, Message, spoken_of

WORLD = replace(random_world(21), days=20)


def _of_members(simulation) -> set:
    return {
        (t["post_id"], t["created_at"], t["theme"])
        for t in simulation.truth
        if "-b" not in t["post_id"]
    }


def test_a_plan_is_followed_with_its_advice_and_leaves_the_members_as_they_are():
    day = WORLD.date_of(10)
    message = Message(WORLD.themes[0], "question", "trust", "18:00-23:00", "critics")
    planned = simulate_world(WORLD, {day: [Planned(message, advice_id="advice-1")]})
    rows = [r for r in planned.rows if r["advice_id"] == "advice-1"]
    assert len({r["post_id"] for r in rows}) == 1
    assert rows[0]["format"] == "text"
    assert "?" in rows[0]["text"]
    truth = next(t for t in planned.truth if t["post_id"] == rows[0]["post_id"])
    assert (truth["form"], truth["slot"], truth["target"]) == ("question", "18:00-23:00", "critics")
    assert truth["expected"] == pytest.approx(WORLD.expected(message, day), abs=1e-3)
    assert _of_members(planned) == _of_members(simulate_world(WORLD))


def test_no_brand_post_on_a_day_whose_plan_is_empty():
    posts = list(happened(WORLD, {WORLD.date_of(d): [] for d in range(WORLD.days)}))
    assert posts
    assert not [p for p in posts if p.kind == "brand_post"]


def test_a_longer_world_begins_with_the_same_posts():
    short = list(happened(WORLD))
    long = list(happened(replace(WORLD, days=30)))
    assert [p for p in long if p.created_at < WORLD.ends_at] == short
    assert max(p.created_at for p in long) > WORLD.ends_at + timedelta(days=8)


@pytest.mark.parametrize("industry", sorted(p.stem for p in settings().industries.glob("*.yml")))
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_industry_pack_can_be_simulated_in_both_languages(industry, language):
    world = replace(random_world(1, industry, language), days=3)
    simulation = simulate_world(world)
    assert simulation.rows
    assert not [r["text"] for r in simulation.rows if "{" in r["text"]]


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


def _at(truth: dict) -> datetime:
    return datetime.fromisoformat(truth["created_at"])


def _date(truth: dict, world) -> date:
    return _at(truth).astimezone(ZoneInfo(world.timezone)).date()
