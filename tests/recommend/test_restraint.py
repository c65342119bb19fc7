"""What is never advised: banned themes, more than may be posted, trials in a crisis, bad feelings."""

from datetime import timedelta

import pytest
import yaml

from tests.recommend.conftest import (
    LIVE,
    NIGHT,
    NIGHTS,
    Marts,
    advised,
    community_file,
    fill,
    noon,
)
from transforms import lake
from transforms.config.settings import settings
from transforms.recommend import run
from transforms.recommend.learn import feedback


def test_banned_themes_are_never_advised(marts: Marts):
    community_file(banned_themes=["food", "delay"])
    marts.community("sky", NIGHT)
    fill(marts, "sky", 60)
    marts.write()
    run.recommend(NIGHTS, LIVE)
    assert advised()
    assert not {"food", "delay"} & {r["theme_id"] for r in advised()}


@pytest.mark.parametrize("most", [0, 1, 2])
def test_no_more_is_advised_than_may_be_posted(marts: Marts, most):
    community_file(max_posts_per_day=most)
    marts.community("sky", NIGHT)
    fill(marts, "sky", 20)
    marts.write()
    run.recommend(NIGHTS, LIVE)
    assert len(advised()) == most
    assert lake.exists("ledger/recommendations", "sky-2025-06-18")


@pytest.mark.parametrize(
    ("signal", "crisis"),
    [
        ({"metric": "emotion", "subject": "anger", "direction": "up", "z": 6.0}, True),
        ({"metric": "sentiment", "subject": None, "direction": "down", "z": -4.0}, True),
        ({"metric": "theme", "subject": "delay", "direction": "up", "z": 9.0}, True),
        ({"metric": "emotion", "subject": "joy", "direction": "up", "z": 9.0}, False),
        ({"metric": "emotion", "subject": "anger", "direction": "down", "z": -9.0}, False),
        (
            {"metric": "theme", "subject": "food", "direction": "up", "z": 9.0, "theme_id": "food"},
            False,
        ),
    ],
    ids=["anger", "sentiment", "a theme that hurts", "joy", "less anger", "a theme that pleases"],
)
def test_nothing_is_explored_during_a_crisis(marts: Marts, signal, crisis):
    marts.community("sky", NIGHT)
    fill(marts, "sky", 60)
    about = {
        "community_id": "sky",
        "industry": "airlines",
        "date": NIGHT,
        "signal_id": "s",
        "theme_id": "delay",
    }
    marts.rows["fct_signals"].append(about | signal)
    marts.write()
    run.recommend(NIGHTS, LIVE)
    rows = advised()
    assert {r["assigned"] for r in rows} == {not crisis}
    if crisis:
        (row,) = rows
        assert (row["theme_id"], row["tone"], row["format"]) == ("delay", "trust", "text")
        assert row["propensity"] == 1.0


def test_nobody_is_advised_to_aim_at_a_bad_feeling(marts: Marts):
    marts.community("sky", NIGHT)
    for i in range(60):
        marts.post("sky", f"b{i}", noon(i + 3), engagement=500, dominant_emotion="anger")
    marts.write()
    run.recommend(NIGHTS, LIVE)
    assert not {"anger", "fear", "sadness", "disgust"} & {r["tone"] for r in advised()}


def test_a_theme_that_is_not_for_us_goes_down(marts: Marts, tmp_path, monkeypatch):
    community_file(max_posts_per_day=1)
    marts.community("sky", NIGHT)
    fill(marts, "sky", 120)
    marts.write()
    run.recommend(NIGHTS, LIVE)
    (first,) = advised()
    feedback.record("sky", "advice", first["advice_id"], "not for us", given_at=LIVE)
    run.recommend({"sky": (NIGHT + timedelta(days=1)).isoformat()}, LIVE)
    monkeypatch.setenv("CMR_LAKE", str(tmp_path / "other"))
    settings.cache_clear()
    feedback.record("sky", "theme", first["theme_id"], "not_for_us", given_at=LIVE)
    run.recommend(NIGHTS, LIVE)
    assert advised()[0]["theme_id"] != first["theme_id"]


def test_a_rival_gets_no_advice(marts: Marts):
    for name in ("sky", "ground"):
        marts.community(name, NIGHT)
        fill(marts, name, 60)
    marts.write()
    community_file()
    rival = yaml.safe_load((settings().communities / "sky.yml").read_text())
    rival |= {"name": "ground", "rival_of": "sky"}
    (settings().communities / "ground.yml").write_text(yaml.safe_dump(rival))
    assert run.recommend(NIGHTS | {"ground": NIGHT.isoformat()}, LIVE)["failed"] == {}
    assert advised()
    assert advised("ground") == []


@pytest.mark.parametrize(
    ("felt", "posts", "listens"), [(-0.6, 0, True), (-0.6, 60, False), (0.3, 0, False)]
)
def test_unhappy_people_of_whom_nothing_is_known_are_listened_to_first(
    marts: Marts, felt, posts, listens
):
    marts.community("sky", NIGHT)
    fill(marts, "sky", posts)
    for i in range(30):
        theme = ("delay", "food", "loyalty")[i % 3]
        about = {"is_brand": False, "author_id": f"m{i}", "audience": "regulars"}
        marts.post("sky", f"m{i}", noon(i % 5 + 1), top_theme_id=theme, sentiment=felt, **about)
    marts.write()
    run.recommend(NIGHTS, LIVE)
    rows = advised()
    assert rows
    spoken = {r["theme_id"] for r in rows} <= {"delay", "food", "loyalty"}
    defended = {r["tone"] for r in rows} == {"trust"}
    assert (spoken and defended) == listens
