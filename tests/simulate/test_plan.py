"""A plan replaces what the brand posts, and nothing else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from transforms.config.settings import settings
from transforms.simulate.bundled import random_world
from transforms.simulate.export import simulate_world
from transforms.simulate.generate import Planned, happened
from transforms.simulate.world import Message

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
