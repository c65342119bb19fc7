"""The communities that `make run` shows, and worlds for any other seed."""

import math
from collections import Counter
from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from transforms.config.industries import read_packs
from transforms.config.settings import settings
from transforms.simulate.bundled import bundled, random_world


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


@pytest.mark.parametrize("name", bundled())
def test_a_bundled_world_is_of_an_industry_that_knows_what_happens_in_it(name):
    world = bundled()[name]
    pack = read_packs(settings().industries)[world.industry]
    assert world.name == name
    assert set(world.themes) <= set(pack.themes)
    assert {crisis.theme for crisis in world.crises} <= set(world.themes)


def test_a_seed_gives_its_own_world_each_time_and_changes_are_kept():
    assert random_world(7) == random_world(7) != random_world(8)
    assert random_world(7, "telecom", "fr").timezone == "Europe/Paris"
    assert random_world(7, days=12).days == 12
    assert random_world(7).crises == ()


def _date(truth: dict, world) -> date:
    return datetime.fromisoformat(truth["created_at"]).astimezone(ZoneInfo(world.timezone)).date()
