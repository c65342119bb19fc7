"""The emotions of a night and of usual nights."""

from datetime import timedelta

import pytest

from tests.report.published_file import NIGHT, USUAL, Published
from transforms.reading import EMOTIONS
from transforms.report.facts import climate
from transforms.report.facts.facts import Pooled
from transforms.report.facts.published import Published as Read


@pytest.fixture
def file(tmp_path) -> Published:
    file = Published(tmp_path / "marts.duckdb")
    file.community("free")
    return file


def test_each_emotion_has_its_share_and_what_is_usual(file):
    file.usual_days("free")
    file.day("free", NIGHT, USUAL | {"anger": 0.48}, 120)
    with Read(file.close()) as read:
        found = {one.emotion: one for one in climate.climate(read, "free", NIGHT, None)}
    assert tuple(found) == EMOTIONS
    anger = found["anger"]
    assert anger.share == pytest.approx(0.48)
    assert anger.low < anger.share < anger.high
    assert anger.usual == pytest.approx(0.09, abs=0.02)
    assert anger.usual_low <= anger.usual <= anger.usual_high
    assert anger.alone is None


def test_a_day_of_few_posts_says_nothing_and_is_no_usual_day(file):
    for back in range(20):
        file.day("free", NIGHT - timedelta(days=back), USUAL, 9)
    with Read(file.close()) as read:
        for one in climate.climate(read, "free", NIGHT, None):
            assert (one.share, one.usual) == (None, None)


def test_a_week_is_told_where_it_has_posts_enough(file):
    week = {"days": 7, "posts": 40, "posts_of_day": 5}
    about = {"date": NIGHT, "emotion": "joy", "share": 0.3, "low": 0.2, "high": 0.4}
    file.day("free", NIGHT, USUAL, 12)
    file.add("fct_climate_days", "free", **week, **about)
    with Read(file.close()) as read:
        over = climate.pooled(read, "free", NIGHT)
        assert over == Pooled(7, 40, 5)
        joy = climate.climate(read, "free", NIGHT, over)[EMOTIONS.index("joy")]
        assert (joy.share, joy.alone) == (pytest.approx(0.3), pytest.approx(USUAL["joy"]))
        assert climate.pooled(read, "free", NIGHT - timedelta(days=1)) is None


def test_a_week_of_few_posts_is_not_told(file):
    file.add(
        "fct_climate_days", "free", date=NIGHT, days=7, posts=9, posts_of_day=1, emotion="joy", share=0.3
    )  # fmt: skip
    with Read(file.close()) as read:
        assert climate.pooled(read, "free", NIGHT) is None
