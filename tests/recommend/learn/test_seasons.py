"""The trade's calendar: under way, over New Year, soon; and found in the advice and its reasons."""

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from tests.recommend.conftest import NIGHT, Marts, fill
from transforms import warehouse
from transforms.config.industries import Event, Pack, read_packs
from transforms.config.settings import settings
from transforms.ground.clock import end_of
from transforms.reading import Label
from transforms.recommend.choose import policy
from transforms.recommend.communities import Desk
from transforms.recommend.learn import seasons
from transforms.recommend.learn.history import Warehouse
from transforms.recommend.tell import basis

NAME = Label(fr="Fêtes", en="Feast")
YEARLY = Event(name=NAME, start="12-18", end="01-05", themes=["delay"])
ONCE = Event(name=NAME, start="2025-06-18", end="2025-06-20", themes=["food"])


def pack(*events: Event) -> Pack:
    whole = read_packs(settings().industries)["airlines"]
    return whole.model_copy(update={"calendar": {f"event_{i}": e for i, e in enumerate(events)}})


@pytest.mark.parametrize(
    ("event", "day", "near"),
    [
        (YEARLY, date(2025, 12, 18), True),
        (YEARLY, date(2026, 1, 5), True),
        (YEARLY, date(2025, 12, 15), True),
        (YEARLY, date(2025, 12, 14), False),
        (YEARLY, date(2026, 1, 6), False),
        (ONCE, date(2025, 6, 15), True),
        (ONCE, date(2025, 6, 21), False),
        (ONCE, date(2026, 6, 19), False),
    ],
)
def test_an_event_is_near_from_three_days_before_to_its_last_day(
    event: Event, day: date, near: bool
):
    assert bool(seasons.near(pack(event), day)) is near
    assert seasons.near(None, day) == []


def test_the_calendar_is_worth_something_and_says_so(marts: Marts):
    marts.community("sky", NIGHT)
    fill(marts, "sky", 30)
    marts.write()
    with warehouse.read_only() as connection:
        desk = Desk(Warehouse(connection))
        plain = desk.history("sky", end_of(NIGHT, desk.zone("sky")))
    history, without = replace(plain, pack=pack(ONCE)), replace(plain, pack=pack())
    asked = pd.DataFrame({"theme": ["food", "delay"]})
    gained = policy.worth(history, asked) - policy.worth(without, asked)
    assert gained.tolist() == [policy.SEASON_WORTH, 0.0]
    tomorrow = NIGHT + timedelta(days=1)
    with_food, with_delay = (
        basis.of(history, t, 30, "none", 0, 1, tomorrow) for t in ("food", "delay")
    )
    assert "Calendrier du secteur : Fêtes, du 18 juin au 20 juin." in with_food.fr
    assert "Calendar of the trade: Feast, from 18 June to 20 June." in with_food.en
    assert "Calend" not in with_delay.fr + with_delay.en


def test_a_draft_without_a_theme_is_not_said_to_share_one(marts: Marts):
    marts.community("sky", NIGHT)
    fill(marts, "sky", 9)
    for i in range(4):
        marts.rows["fct_posts"][i]["top_theme_id"] = None
    marts.write()
    with warehouse.read_only() as connection:
        desk = Desk(Warehouse(connection))
        history = desk.history("sky", end_of(NIGHT, desk.zone("sky")))
    why = basis.of(history, "", 9, "none", 0, 0)
    assert "on this theme" not in why.en
    assert "sur ce thème" not in why.fr
    assert "no theme is recognised" in why.en
