"""What is created or observed after a night changes nothing of its advice."""

from datetime import datetime, timedelta

from tests.recommend.conftest import (
    LIVE,
    NIGHT,
    NIGHTS,
    Marts,
    advised,
    fill,
    noon,
)
from transforms.config.settings import settings
from transforms.recommend import run


def giveaway(marts: Marts, number: int, at: datetime, observed_at: datetime) -> None:
    """A post of the brand that did better than any before it."""
    marts.post(
        "sky",
        f"giveaway{number}",
        at,
        engagement=90000,
        top_theme_id="loyalty",
        format="image",
        observed_at=observed_at,
    )


def test_the_same_history_gives_the_same_advice_whenever_it_is_computed(
    marts: Marts, tmp_path, monkeypatch
):
    marts.community("sky", NIGHT)
    fill(marts, "sky", 30)
    marts.write()
    run.recommend(NIGHTS, LIVE)
    first = advised()
    monkeypatch.setenv("CMR_LAKE", str(tmp_path / "other"))
    settings.cache_clear()
    run.recommend(NIGHTS, LIVE)
    assert advised() == first


def test_a_giveaway_of_tomorrow_and_a_late_metric_change_nothing(
    marts: Marts, tmp_path, monkeypatch
):
    """What is created or observed after the night must be found neither in the numbers nor in the
    words.
    """
    marts.community("sky", NIGHT)
    fill(marts, "sky", 45)
    marts.post("sky", "old", noon(4), engagement=25, top_theme_id="loyalty", format="image")
    marts.write()
    run.recommend(NIGHTS, LIVE)
    clean = advised()

    late = noon(-1, hour=9)
    for i in range(40):
        giveaway(marts, i, late, observed_at=late)
        marts.post(
            "sky",
            f"answer{i}",
            late,
            is_brand=False,
            author_id="m1",
            in_reply_to="old",
            audience="advocates",
            top_theme_id="loyalty",
            felt={"joy": 0.99},
            sentiment=1.0,
            expectation_score=1.0,
        )
    key = {"community_id": "sky", "industry": "airlines", "network": "x"}
    marts.rows["fct_post_metrics"].append(
        key
        | {
            "post_id": "old",
            "observed_at": late,
            "age_hours": 140,
            "engagement": 90000,
            "metrics_basis": "observed",
        }
    )
    tomorrow = {"community_id": "sky", "industry": "airlines", "date": NIGHT + timedelta(days=1)}
    marts.rows["fct_expectations"].append(
        tomorrow
        | {
            "need_id": "n",
            "theme_id": "loyalty",
            "people": 900,
            "posts": 900,
            "people_before": 0,
            "rank": 1,
        }
    )
    marts.rows["fct_signals"].append(
        tomorrow
        | {
            "signal_id": "s",
            "metric": "emotion",
            "subject": "anger",
            "direction": "up",
            "z": 9.0,
            "theme_id": "delay",
        }
    )
    marts.write()
    monkeypatch.setenv("CMR_LAKE", str(tmp_path / "other"))
    settings.cache_clear()
    run.recommend(NIGHTS, LIVE)
    assert advised() == clean


def test_the_same_giveaway_is_found_once_its_day_is_over(marts: Marts):
    """The leakage test can fail: the same rows do change the advice of a later night."""
    marts.community("sky", NIGHT + timedelta(days=2))
    fill(marts, "sky", 45)
    late = noon(-1, hour=9)
    for i in range(40):
        giveaway(marts, i, late, observed_at=late + timedelta(hours=23))
    marts.write()
    run.recommend(NIGHTS, LIVE)
    run.recommend({"sky": (NIGHT + timedelta(days=2)).isoformat()}, LIVE)
    assert sorted({r["history_posts"] for r in advised()}) == [45, 85]
