"""Everything that could be advised for a day."""

from dataclasses import replace

import pandas as pd
import pytest

from tests.recommend.conftest import NIGHT, Marts, fill
from transforms import warehouse
from transforms.config.communities import Limits
from transforms.ground.clock import end_of
from transforms.recommend.choose import candidates, receivers
from transforms.recommend.communities import Desk
from transforms.recommend.learn.history import History, Warehouse


@pytest.fixture
def history(marts: Marts) -> History:
    marts.community("sky", NIGHT)
    fill(marts, "sky", 30)
    marts.write()
    with warehouse.read_only() as connection:
        desk = Desk(Warehouse(connection))
        return desk.history("sky", end_of(NIGHT, desk.zone("sky")))


def imagined(history: History) -> pd.DataFrame:
    return candidates.imagine(history, pd.Timestamp(NIGHT), receivers.affinities(history))


def test_what_people_speak_of_comes_first_and_banned_themes_not_at_all(history):
    themes = candidates.themes_of(history)
    assert len(themes) == len(set(themes)) <= candidates.MAX_THEMES
    limits = Limits(max_posts_per_day=3, banned_themes=[themes[0]])
    assert themes[0] not in candidates.themes_of(replace(history, limits=limits))


def test_a_theme_without_a_name_is_never_advised(history):
    nameless = replace(history, themes=history.themes.iloc[:0], pack=None)
    assert candidates.themes_of(nameless) == []


def test_every_imagined_post_is_of_its_day_and_no_two_are_the_same(history):
    frame = imagined(history)
    assert set(frame["weekday"]) == {NIGHT.isoweekday()}
    assert not frame.duplicated(["theme", "form", "tone", "slot"]).any()
    assert (frame["question"] == (frame["form"] == "question")).all()


def test_what_hurts_is_not_played_with(history):
    hurts = imagined(history).query("nature == 'hurts'")
    assert not hurts.empty
    assert not set(hurts["tone"]) & {"joy", "surprise"}
    assert "advocates" not in set(hurts["audience"])


def test_where_people_speak_of_enough_no_advice_is_on_what_one_post_named(history):
    names = [f"t{n}" for n in range(candidates.ENOUGH + 2)]
    members = pd.DataFrame({"theme": names, "posts": [9] * candidates.ENOUGH + [1, 0]})
    quiet = history.posts.iloc[:0]
    themes = pd.DataFrame({"label_fr": names, "label_en": names}, index=names)
    known = replace(
        history, members=members, posts=quiet, themes=themes, pack=None,
        expectations=history.expectations.iloc[:0],
    )  # fmt: skip
    assert set(candidates.themes_of(known)) == set(names[: candidates.ENOUGH])
    fewer = replace(known, members=members.iloc[1:])
    assert set(candidates.themes_of(fewer)) == set(names[1:])


def test_nobody_is_reminded_of_what_hurts_and_one_person_named(history):
    loud = imagined(history).query("nature == 'hurts'")["theme"].iloc[0]
    members = history.members[history.members["theme"] != loud]
    once = history.members[history.members["theme"] == loud].head(1).assign(posts=1, sentiment=-0.5)
    quieter = replace(history, members=pd.concat([members, once]))
    assert loud not in set(imagined(quieter)["theme"])
    signal = {
        "metric": "theme",
        "subject": loud,
        "direction": "up",
        "theme_id": loud,
        "also": None,
        "date": NIGHT,
    }
    wrong = replace(quieter, signals=pd.DataFrame([signal]))
    assert loud in set(imagined(wrong)["theme"])


def test_a_question_of_this_week_waits_for_its_answer(history):
    theme = imagined(history).query("form == 'question'")["theme"].iloc[0]
    asked = history.posts.tail(1).assign(theme=theme, form="question", created_date=NIGHT)
    again = imagined(replace(history, posts=pd.concat([history.posts, asked])))
    assert "question" not in set(again.query("theme == @theme")["form"])
    assert "text" in set(again.query("theme == @theme")["form"])
    assert "question" in set(again["form"])
